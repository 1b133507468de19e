package dev.baton.sim.kms;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.pixels.Framebuffer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The framebuffers that a display was given, kept alive until it is turned off: closing one takes
 * nothing off the screen. And what a flip to each of them asks for, so that it is worked out once.
 *
 * <p>Any thread.
 */
final class Shown {
    private final SyncQueue turns;
    private final CommitCheck check;
    private final Map<Framebuffer, Framebuffer> own = new ConcurrentHashMap<>();
    private final Map<Framebuffer, Alone> alone = new ConcurrentHashMap<>();

    /** A framebuffer as the only one, and the sets of flips to it. */
    record Alone(List<Plane> planes, AccessSet shared, AccessSet unordered) {
        AccessSet set(AccessMode mode) {
            return mode == AccessMode.SHARED ? shared : unordered;
        }
    }

    Shown(SyncQueue turns, CommitCheck check) {
        this.turns = turns;
        this.check = check;
    }

    Alone alone(Framebuffer framebuffer) {
        Alone present = alone.get(framebuffer);
        if (present == null || framebuffer.isClosed()) {
            List<Plane> planes = keep(List.of(Plane.primary(framebuffer)));
            present = new Alone(
                    planes, set(planes, AccessMode.SHARED), set(planes, AccessMode.UNORDERED));
            alone.put(framebuffer, present);
        }
        return present;
    }

    /** Checks planes; the same from the bottom up, with framebuffers that stay. */
    List<Plane> keep(List<Plane> planes) {
        check.check(planes);
        List<Plane> stay = new ArrayList<>(planes.size());
        for (Plane plane : planes) {
            Framebuffer its = own.computeIfAbsent(plane.framebuffer(), Framebuffer::duplicate);
            stay.add(new Plane(plane.type(), its, plane.at(), plane.inFence()));
        }
        stay.sort(Comparator.comparing(Plane::type));
        return List.copyOf(stay);
    }

    void check(List<Plane> planes) {
        check.check(planes);
    }

    /** The union over the planes; those that are synchronised explicitly take no place. */
    AccessSet set(List<Plane> planes, AccessMode mode) {
        AccessSet.Builder set = AccessSet.builder().exclusive(turns);
        for (Plane plane : planes) {
            plane.framebuffer().addTo(set, plane.inFence() == null ? mode : AccessMode.UNORDERED);
        }
        return set.build();
    }

    /** Gives up what it keeps; nothing of it is on the screen any more. */
    void forget() {
        alone.clear();
        own.values().removeIf(framebuffer -> {
            framebuffer.close();
            return true;
        });
    }
}
