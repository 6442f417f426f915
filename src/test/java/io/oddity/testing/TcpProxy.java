package io.oddity.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between clients and a server on loopback, and treats their bytes as a bad network does. Thread-safe. */
public final class TcpProxy implements AutoCloseable {
    private static final int CHUNK_BYTES = 16 << 10;

    private final ServerSocket listening;
    private final int serverPort;
    private final SplittableRandom random;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;

    /** What happens to bytes, in both directions. */
    public enum Fault {
        NONE,
        /** Each chunk waits 10 to 60 ms; what comes behind it waits too. */
        LATENCY,
        /** One chunk in forty is cut anywhere, and its connection is reset. */
        RESETS,
        /** Nothing gets through, but connections are taken; what waited gets through afterwards, however late. */
        BLACKHOLE,
        /** Each byte is a packet of its own. */
        SLICES
    }

    /** Listens on a free port. The same random numbers give the same faults, as far as the clients do the same. */
    public TcpProxy(int serverPort, SplittableRandom random) {
        this.serverPort = serverPort;
        this.random = random;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
    }

    /** Where clients find it. */
    public int port() {
        return listening.getLocalPort();
    }

    /** From now on this happens. */
    public void set(Fault fault) {
        this.fault = fault;
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // One of the two is gone, which is what a proxy is there to see.
                    }
                },
                "proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            Socket server = connected(client);
            if (server != null) {
                start("to-server", () -> pass(client, server));
                start("to-client", () -> pass(server, client));
            }
        }
    }

    private Socket connected(Socket client) throws IOException {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            open.add(client);
            open.add(server);
            return server;
        } catch (IOException e) {
            client.close();
            return null;
        }
    }

    private void pass(Socket from, Socket to) throws IOException {
        SplittableRandom own = split();
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                Await.until("an end of the black hole", Duration.ofHours(1), () -> fault != Fault.BLACKHOLE);
                switch (fault) {
                    case LATENCY -> Await.pause(Duration.ofMillis(own.nextInt(10, 60)));
                    case RESETS -> {
                        if (own.nextInt(40) == 0) {
                            out.write(chunk, 0, own.nextInt(length));
                            from.setSoLinger(true, 0);
                            to.setSoLinger(true, 0);
                            return;
                        }
                    }
                    case SLICES -> {
                        for (int i = 0; i < length - 1; i++) {
                            out.write(chunk[i]);
                        }
                        chunk[0] = chunk[length - 1];
                        length = 1;
                    }
                    default -> {}
                }
                out.write(chunk, 0, length);
            }
        } finally {
            end(from);
            end(to);
        }
    }

    private synchronized SplittableRandom split() {
        return random.split();
    }

    private void end(Socket socket) throws IOException {
        open.remove(socket);
        socket.close();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
