package io.oddity.bench.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Many clients of one stream of server-sent events, as a process of its own with one thread: each reads all it gets, and tells from
 * the record's time in an event how old it is. Some never read.
 */
public final class SseClientsMain {
    private static final byte[] RECORD_TIME = "\"record_ts\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int TIME_CHARS = 30;
    private static final int CONNECT_AT_ONCE = 100;
    private static final int SMALL_BUFFER = 4_096;

    private final InetSocketAddress server;
    private final byte[] request;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private final Histogram millis = new Histogram(3);
    private final List<SocketChannel> stalled = new ArrayList<>();
    private long measureFromMillis = Long.MAX_VALUE;
    private long now;
    private int open;
    private long events;
    private long bytes;

    /** Where a client stands in the text it looks for, for that may be cut in two. */
    private static final class Client {
        private int matched;
        private final byte[] time = new byte[TIME_CHARS];
        private int timeLength = -1;
    }

    private SseClientsMain(int port, String path) throws IOException {
        server = new InetSocketAddress("127.0.0.1", port);
        request = ("GET " + path + " HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Arguments: port, path, clients, how many of them never read, milliseconds of warming up and of measuring. Prints one line. */
    public static void main(String[] args) throws IOException {
        SseClientsMain clients = new SseClientsMain(Integer.parseInt(args[0]), args[1]);
        clients.connect(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        long warm = Long.parseLong(args[4]);
        clients.read(warm);
        clients.measureFromMillis = System.currentTimeMillis();
        clients.events = 0;
        clients.bytes = 0;
        clients.read(Long.parseLong(args[5]));
        clients.report();
    }

    private void connect(int count, int stalledCount) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open();
            boolean isStalled = i < stalledCount;
            if (isStalled) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
            }
            channel.connect(server);
            channel.write(ByteBuffer.wrap(request));
            channel.configureBlocking(false);
            if (isStalled) {
                stalled.add(channel);
            } else {
                channel.register(selector, SelectionKey.OP_READ, new Client());
                open++;
            }
            if (i % CONNECT_AT_ONCE == 0) {
                read(10);
            }
        }
    }

    private void read(long forMillis) throws IOException {
        long until = System.currentTimeMillis() + forMillis;
        while (System.currentTimeMillis() < until) {
            selector.select(Math.max(1, until - System.currentTimeMillis()));
            for (SelectionKey key : selector.selectedKeys()) {
                now = System.currentTimeMillis();
                read(key);
            }
            selector.selectedKeys().clear();
        }
    }

    private void read(SelectionKey key) throws IOException {
        buffer.clear();
        int n;
        try {
            n = ((SocketChannel) key.channel()).read(buffer);
        } catch (IOException cut) {
            n = -1;
        }
        if (n < 0) {
            key.channel().close();
            open--;
            return;
        }
        bytes += n;
        buffer.flip();
        Client client = (Client) key.attachment();
        while (buffer.hasRemaining()) {
            take(client, buffer.get());
        }
    }

    private void take(Client client, byte b) {
        if (client.timeLength >= 0) {
            if (b == '"') {
                count(new String(client.time, 0, client.timeLength, StandardCharsets.US_ASCII));
                client.timeLength = -1;
            } else {
                client.time[client.timeLength++] = b;
            }
        } else if (b == RECORD_TIME[client.matched]) {
            client.matched++;
            if (client.matched == RECORD_TIME.length) {
                client.matched = 0;
                client.timeLength = 0;
            }
        } else {
            client.matched = b == RECORD_TIME[0] ? 1 : 0;
        }
    }

    private void count(String recordTime) {
        events++;
        long at = Instant.parse(recordTime).toEpochMilli();
        if (at >= measureFromMillis) {
            millis.recordValue(Math.max(0, now - at));
        }
    }

    private void report() throws IOException {
        int cut = 0;
        for (SocketChannel channel : stalled) {
            cut += isCut(channel) ? 1 : 0;
        }
        System.out.printf(
                "open=%d events=%d bytes=%d counted=%d p50=%d p99=%d max=%d stalled=%d cut=%d, clients %.0f s of CPU%n",
                open,
                events,
                bytes,
                millis.getTotalCount(),
                millis.getValueAtPercentile(50),
                millis.getValueAtPercentile(99),
                millis.getMaxValue(),
                stalled.size(),
                cut,
                Machine.ownCpuNanos() / 1e9);
    }

    private boolean isCut(SocketChannel channel) throws IOException {
        try {
            int n = 0;
            while (n >= 0) {
                buffer.clear();
                n = channel.read(buffer);
                if (n == 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException reset) {
            return true;
        } finally {
            channel.close();
        }
    }
}
