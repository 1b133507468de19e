package dev.baton.trace;

import dev.baton.trace.text.DamagedLineException;
import dev.baton.trace.text.FtraceEvent;

import java.util.HashMap;
import java.util.Map;

/**
 * Names the fences of older schedulers' jobs, which the recording tells by address only. An address
 * is used again when its job is over; a queue of jobs, an entity, stands for a context.
 */
final class PointerFences {
    private final Map<String, Long> contextOfEntity = new HashMap<>();
    private final Map<String, FenceId> living = new HashMap<>();
    private long count;

    FenceId queued(FtraceEvent event) throws DamagedLineException, UnreadableTraceException {
        String entity = event.word("entity");
        return named(event.word("fence"), entity);
    }

    FenceId started(FtraceEvent event) throws DamagedLineException, UnreadableTraceException {
        FenceId known = living.get(event.word("fence"));
        return known == null ? queued(event) : known;
    }

    FenceId ended(FtraceEvent event) throws DamagedLineException, UnreadableTraceException {
        FenceId known = living.remove(event.word("fence"));
        return known == null ? new FenceId(contextOf("unknown"), ++count) : known;
    }

    /** Whether an address gave the fence its name: real contexts are counted from 1. */
    static boolean isOne(FenceId fence) {
        return fence.context() < 0;
    }

    private FenceId named(String address, String entity) throws UnreadableTraceException {
        FenceId fence = new FenceId(contextOf(entity), ++count);
        living.put(address, fence);
        return fence;
    }

    /** Every other number: next to a real context is the one of its jobs' starts. */
    private long contextOf(String entity) throws UnreadableTraceException {
        if (contextOfEntity.size() >= FenceLog.FENCES_MAX || living.size() >= FenceLog.FENCES_MAX) {
            throw new UnreadableTraceException("more than " + FenceLog.FENCES_MAX + " fences");
        }
        return contextOfEntity.computeIfAbsent(entity, e -> -1L - 2L * contextOfEntity.size());
    }
}
