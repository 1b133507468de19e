package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The clients that a dispatcher takes no jobs for any more: some, by identity and without keeping
 * them, or all. Immutable.
 *
 * @param all whether the dispatcher itself is closed
 * @param some the others
 */
record ClosedClients(boolean all, List<WeakReference<Client>> some) {
    static final ClosedClients ALL = new ClosedClients(true, List.of());

    boolean covers(@Nullable Client client) {
        return all || some.stream().anyMatch(closed -> closed.get() == client);
    }

    /** These and one more, if it is one, without those that are gone. */
    static ClosedClients with(@Nullable ClosedClients these, Client client) {
        if (these == null) {
            return new ClosedClients(false, List.of(new WeakReference<>(client)));
        }
        if (these.covers(client)) {
            return these;
        }
        List<WeakReference<Client>> live = Stream.concat(
                        these.some.stream(), Stream.of(new WeakReference<>(client)))
                .filter(closed -> Objects.nonNull(closed.get()))
                .toList();
        return new ClosedClients(these.all, live);
    }
}
