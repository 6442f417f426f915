package io.oddity.testing;

import io.oddity.demo.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A broker that is a process of its own, to be killed. */
public final class BrokerMain {
    private BrokerMain() {}

    /**
     * Arguments: data folder, port; and for a broker that stands behind a proxy too, the port where the proxy finds it, and the
     * proxy's own port, to which it sends the clients that come that way.
     */
    @SuppressWarnings("resource") // lives as long as the process
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        int port = Integer.parseInt(args[1]);
        EmbeddedBroker.start(folder, port, args.length == 2 ? Map.of() : behindProxy(port, args[2], args[3]));
        new CountDownLatch(1).await();
    }

    private static Map<String, String> behindProxy(int port, String behind, String proxy) {
        int controller = JavaProcess.freePort();
        String direct = "PLAINTEXT://127.0.0.1:" + port;
        return Map.of(
                "listeners",
                direct + ",PROXIED://127.0.0.1:" + behind + ",CONTROLLER://127.0.0.1:" + controller,
                "advertised.listeners",
                direct + ",PROXIED://127.0.0.1:" + proxy,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "controller.quorum.voters",
                "1@127.0.0.1:" + controller);
    }
}
