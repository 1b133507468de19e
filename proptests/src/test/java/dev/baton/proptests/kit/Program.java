package dev.baton.proptests.kit;

import dev.baton.proptests.probe.Turns.Freeze;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is run: calls of a few threads on one dispatcher, free of the engine's objects.
 *
 * @param queues how many queues
 * @param observed whether the dispatcher has an observer, and so the laws are asked
 * @param prologue calls made before the threads begin
 * @param threads calls of each thread
 * @param freeze which thread is frozen at which access, if they switch at every access
 * @param atAccesses whether threads switch before every shared access, or between calls only
 */
record Program(
        int queues,
        boolean observed,
        List<Call> prologue,
        List<List<Call>> threads,
        Freeze freeze,
        boolean atAccesses) {
    Stream<Call> calls() {
        return Stream.concat(prologue.stream(), threads.stream().flatMap(List::stream));
    }

    long jobs() {
        return calls().filter(it -> it instanceof Call.Submit || it instanceof Call.Import)
                .count();
    }

    long faults() {
        return calls().filter(Call::isFault).count() + (freeze.thread() >= 0 ? 1 : 0);
    }

    Program with(List<Call> otherPrologue, List<List<Call>> otherThreads) {
        return new Program(queues, observed, otherPrologue, otherThreads, freeze, atAccesses);
    }

    Program with(Freeze other) {
        return new Program(queues, observed, prologue, threads, other, atAccesses);
    }

    /** Without the call at a place; the prologue's come first. */
    Program without(int place) {
        List<List<Call>> all = new ArrayList<>();
        all.add(prologue);
        all.addAll(threads);
        int at = place;
        for (int i = 0; i < all.size(); i++) {
            if (at >= 0 && at < all.get(i).size()) {
                List<Call> fewer = new ArrayList<>(all.get(i));
                fewer.remove(at);
                all.set(i, fewer);
                break;
            }
            at -= all.get(i).size();
        }
        return with(all.get(0), List.copyOf(all.subList(1, all.size())));
    }
}
