package io.oddity.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer group as its coordinator sees it, with cooperative rebalances: a partition is given away only after the member
 * that owned it has said, by joining again without it, that it let go.
 */
public final class SimGroup {
    private final SplittableRandom random;
    private final List<TopicPartition> partitions;
    private final Set<Lie> lies;
    private final Map<String, Member> members = new TreeMap<>();
    private boolean isRebalancing;
    private boolean isRestless = true;
    private int generation;
    private int joined;
    private int handedOver;

    /** What a member is given. */
    record Given(int generation, Set<TopicPartition> partitions) {}

    private static final class Member {
        Set<TopicPartition> owned = Set.of();
        final Lifeline life;
        boolean isBack;
        Given given;

        Member(Lifeline life) {
            this.life = life;
        }
    }

    SimGroup(SplittableRandom random, List<TopicPartition> partitions, Set<Lie> lies) {
        this.random = random;
        this.partitions = partitions;
        this.lies = lies;
    }

    /** From now on partitions stay where they are if they can. */
    public void calmDown() {
        isRestless = false;
    }

    String join(Lifeline life) {
        String id = "member-" + ++joined;
        members.put(id, new Member(life));
        rebalance();
        return id;
    }

    /** Throws out a member whose heartbeats stay away: one that is dead, or any. */
    public void evictOne() {
        List<String> dead = members.keySet().stream()
                .filter(id -> members.get(id).life.isDead())
                .toList();
        List<String> some = dead.isEmpty() || random.nextInt(4) == 0 ? List.copyOf(members.keySet()) : dead;
        if (!some.isEmpty()) {
            leave(some.get(random.nextInt(some.size())));
        }
    }

    /** Throws out all members. */
    public void evictAll() {
        List.copyOf(members.keySet()).forEach(this::leave);
    }

    void leave(String id) {
        if (members.remove(id) != null) {
            rebalance();
            completeIfAllAreBack();
        }
    }

    /** Asks all members to join again. */
    public void rebalance() {
        if (!isRebalancing) {
            isRebalancing = true;
            members.values().forEach(member -> member.isBack = false);
        }
    }

    boolean has(String id) {
        return id != null && members.containsKey(id);
    }

    boolean isRebalancing() {
        return isRebalancing;
    }

    boolean isCurrent(String id, int generation) {
        return has(id) && generation == this.generation;
    }

    boolean waitsFor(String id) {
        return isRebalancing && !members.get(id).isBack;
    }

    void joinAgain(String id, Set<TopicPartition> owned) {
        Member member = members.get(id);
        member.owned = Set.copyOf(owned);
        member.isBack = true;
        completeIfAllAreBack();
    }

    private void completeIfAllAreBack() {
        if (isRebalancing && !members.isEmpty() && members.values().stream().allMatch(member -> member.isBack)) {
            isRebalancing = false;
            generation++;
            deal();
        }
    }

    private void deal() {
        List<Set<TopicPartition>> hands = new ArrayList<>();
        List<Member> all = List.copyOf(members.values());
        all.forEach(member -> hands.add(new LinkedHashSet<>()));
        for (TopicPartition partition : partitions) {
            int owner = -1;
            for (int i = 0; i < all.size(); i++) {
                owner = all.get(i).owned.contains(partition) ? i : owner;
            }
            boolean stays = owner >= 0 && (!isRestless || random.nextBoolean());
            int next = stays ? owner : random.nextInt(all.size());
            handedOver += owner >= 0 && owner != next ? 1 : 0;
            if (owner < 0 || owner == next || lies.contains(Lie.GIVES_AWAY_WHAT_IS_OWNED)) {
                hands.get(next).add(partition);
            }
        }
        for (int i = 0; i < all.size(); i++) {
            all.get(i).given = new Given(generation, hands.get(i));
        }
    }

    /** How many partitions were taken from a living owner, to be given to another. */
    public int handedOver() {
        return handedOver;
    }

    /** Takes what a member is given; null when there is nothing new. */
    Given take(String id) {
        Member member = members.get(id);
        Given given = member.given;
        member.given = null;
        return given;
    }
}
