package dev.baton.law;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The jobs that are not forgotten, by id. Ids are given in order and most jobs are soon over, so the
 * newest of each remainder of ids stands in a table and an older one only in a map.
 */
final class LiveJobs {
    /** A power of two. */
    private static final int RECENT = 1 << 10;

    private final @Nullable LiveJob[] recent = new LiveJob[RECENT];
    private final Map<Long, LiveJob> older = new HashMap<>();
    private int count;

    @Nullable
    LiveJob get(long id) {
        LiveJob job = recent[slot(id)];
        if (job != null && job.id == id) {
            return job;
        }
        return older.isEmpty() ? null : older.get(id);
    }

    /** The job of this id, known from now on if it was not. */
    LiveJob known(long id) {
        LiveJob known = get(id);
        return known == null ? add(new LiveJob(id)) : known;
    }

    private LiveJob add(LiveJob job) {
        LiveJob before = recent[slot(job.id)];
        LiveJob newer = before != null && before.id > job.id ? before : job;
        if (before != null) {
            LiveJob old = newer == job ? before : job;
            older.put(old.id, old);
        }
        recent[slot(job.id)] = newer;
        count++;
        return job;
    }

    void forget(LiveJob job) {
        if (recent[slot(job.id)] == job) {
            recent[slot(job.id)] = null;
            count--;
        } else if (older.remove(job.id) != null) {
            count--;
        }
    }

    int count() {
        return count;
    }

    /** All of them, in the order of their ids. */
    List<LiveJob> all() {
        List<LiveJob> all = new ArrayList<>(older.values());
        for (LiveJob job : recent) {
            if (job != null) {
                all.add(job);
            }
        }
        all.sort(Comparator.comparingLong(job -> job.id));
        return all;
    }

    private static int slot(long id) {
        return (int) id & RECENT - 1;
    }
}
