package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * Says that the calling thread works for a client, so that the two count as one when it blocks
 * (S19): what the client owns, through whichever thread, is given back only if its threads go on.
 *
 * <pre>{@code
 * try (ClientThread declared = ClientThread.of(camera)) {
 *     serve(dispatcher);        // refused to block in here while camera owns a buffer
 * }
 * }</pre>
 *
 * <p>A client of which other threads, or its hardware, finish the jobs is better not declared.
 *
 * <p><b>Threading:</b> declared and closed by the same thread. <b>Cost:</b> a blocking acquire of
 * such a thread walks the jobs of the dispatcher that are not over.
 *
 * @since 0.1
 */
public final class ClientThread implements AutoCloseable {
    private final Holder holder = Holder.ofThisThread();
    private final @Nullable Client before;

    private ClientThread(Client client) {
        before = holder.worksFor(client);
    }

    /**
     * Declares it, until closed. May be nested; the innermost counts.
     *
     * @param client the client, by identity
     * @return what ends it
     */
    public static ClientThread of(Client client) {
        return new ClientThread(Objects.requireNonNull(client, "client"));
    }

    @Override
    public void close() {
        holder.worksFor(before);
    }
}
