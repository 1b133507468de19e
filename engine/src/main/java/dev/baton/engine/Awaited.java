package dev.baton.engine;

import java.util.function.Consumer;

/**
 * Who must hear of an end in hardware (S12). Hardware need not interrupt the CPU for a job that only
 * hardware of its domain waits for. So whoever waits for a job and is not told by its semaphore says
 * so, as with {@code dma_fence}'s {@code enable_signaling}: an entry, where it is linked (by its
 * owner, or past one that has ended in between); who asks for the job's end; and who is not handed
 * over early after all. No such word is lost:
 *
 * <pre>
 *   who waits                         who hands over               the client, under a lock of its own
 *     awaited = true, volatile          semaphore = it, volatile     told so: note it; tell if it has passed
 *     read semaphore, tell client       read awaited, tell client    it passes: note it; tell if told so
 * </pre>
 *
 * One of the first two sees the other; both may tell, which does no harm. Nobody trusts another who
 * has written {@code awaited} before, as that one may be stopped. An entry asks those it is linked
 * behind as far as somebody who waits himself: if that one ends, it is linked past him, and asks
 * again, in the same Dekker pair by which no permission is lost ({@link Entry}).
 */
final class Awaited {
    private Awaited() {}

    /** Whom an access waits for: the nearest exclusive one ahead, and if it is exclusive the shared ones up to that. */
    static void ahead(Entry entry, Consumer<Job> each) {
        boolean shared = entry.has(Entry.SHARED);
        for (Place at = entry.prev(); at != null; at = Closing.before(at)) {
            boolean reader = Waits.isShared(at, entry.queue);
            if (Waits.isOver(at) || shared && reader) {
                continue;
            }
            each.accept(at.job());
            if (!reader) {
                return;
            }
        }
    }

    /** Of an access that was linked: notes those it waits for whose semaphores do not tell it. */
    static void note(Entry entry, Tally tally) {
        Job job = entry.job();
        if (!job.dispatcher().admission().hasHardware() || Entry.isPermitted(entry.bits())) {
            return;
        }
        boolean over = job.isOver();
        if (over && !entry.has(Entry.LISTENS)) {
            return;
        }
        HandOver mine = job.handOver();
        boolean told = mine != null && !over && mine.isToldByHardware();
        ahead(entry, each -> {
            if (each.handOver() != null && !(told && job.sharesDomain(each))) {
                tally.awaits(each);
            }
        });
    }

    /** Has all tell that a job waits for, as it is not handed over before its grant. */
    static void haveAheadTell(Job job) {
        AccessSet set = job.accessesNow();
        for (int i = 0; i < set.orderedCount(); i++) {
            Entry entry = job.entryIfAny(i);
            if (entry != null && !Entry.isPermitted(entry.bits())) {
                ahead(entry, Job::haveTold);
            }
        }
    }
}
