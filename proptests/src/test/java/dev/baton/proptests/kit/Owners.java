package dev.baton.proptests.kit;

import dev.baton.engine.AccessMode;

import java.util.ArrayList;
import java.util.List;

/** Who owns what, as the clients see it: independent of what the engine publishes. */
final class Owners {
    private record Owner(Ticket ticket, boolean shared) {}

    private final EngineRun run;
    private final List<List<Owner>> owners = new ArrayList<>();

    Owners(EngineRun run, int queues) {
        this.run = run;
        for (int i = 0; i < queues; i++) {
            owners.add(new ArrayList<>());
        }
    }

    void enterAll(Ticket ticket) {
        for (int i = 0; i < ticket.modes.length; i++) {
            enter(ticket, i);
        }
    }

    /** From now on the client works on that buffer. */
    void enter(Ticket ticket, int queue) {
        AccessMode mode = ticket.modes[queue];
        boolean unheard = ticket.manner == Call.Manner.INBOX; // an inbox is not fenced off
        boolean given = ticket.isGivenBack(queue) || ticket.gone[queue];
        if (mode == null || mode == AccessMode.UNORDERED || given || unheard) {
            return;
        }
        List<Owner> here = owners.get(queue);
        if (here.stream().anyMatch(it -> it.ticket == ticket)) {
            return;
        }
        boolean shared = mode == AccessMode.SHARED;
        for (Owner other : here) {
            if (!shared || !other.shared) {
                run.alarm(
                        Oracle.B,
                        "overlap",
                        ticket + " owns queue " + queue + " beside " + other.ticket);
            }
        }
        here.add(new Owner(ticket, shared));
    }

    boolean owns(Ticket ticket, int queue) {
        return owners.get(queue).stream().anyMatch(it -> it.ticket == ticket);
    }

    /** From now on it does not touch anything. */
    void leave(Ticket ticket) {
        owners.forEach(here -> here.removeIf(it -> it.ticket == ticket));
    }

    void leave(Ticket ticket, int queue) {
        owners.get(queue).removeIf(it -> it.ticket == ticket);
    }

    /** From now on it reads only. */
    void share(Ticket ticket, int queue) {
        owners.get(queue).replaceAll(it -> it.ticket == ticket ? new Owner(ticket, true) : it);
    }
}
