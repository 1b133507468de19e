package dev.baton.proptests.kit;

import dev.baton.engine.Job;
import dev.baton.engine.Timers;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is still reachable when all is over. */
final class Leaks {
    private static final String OURS = "dev.baton.";

    private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

    private Leaks() {}

    static void judge(EngineRun run) {
        List<Object> roots = new ArrayList<>(run.queues);
        roots.add(run.dispatcher);
        roots.add(ofThisThread());
        int jobs = 0;
        for (Object kept : reachableFrom(roots)) {
            boolean closedOnes = run.hasClosed(); // which are remembered
            if (kept instanceof Ticket && !closedOnes) {
                run.alarm(Oracle.I, "client kept", kept + " is over and its client is kept");
            }
            jobs += kept instanceof Job ? 1 : 0;
        }
        if (jobs > run.queues.size()) { // an idle queue keeps its last job
            run.alarm(Oracle.I, "jobs kept", jobs + " ended jobs are kept");
        }
        if (get(field(run.timers.getClass(), "waiting"), run.timers) instanceof Map<?, ?> waiting
                && !waiting.isEmpty()) {
            run.alarm(Oracle.I, "timers kept", waiting.size() + " timers of ended jobs");
        }
    }

    /** What the engine keeps for the calling thread. */
    private static Object ofThisThread() {
        try {
            Class<?> type = Class.forName("dev.baton.engine.Delivery");
            Field field = type.getDeclaredField("OF_THIS_THREAD");
            field.setAccessible(true);
            return ((ThreadLocal<?>) field.get(null)).get();
        } catch (ReflectiveOperationException moved) {
            throw new AssertionError(moved);
        }
    }

    private static Set<Object> reachableFrom(List<Object> roots) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> left = new ArrayDeque<>(roots);
        while (!left.isEmpty()) {
            Object at = left.poll();
            if (at instanceof Object[] array) {
                Arrays.asList(array).forEach(element -> add(element, seen, left));
            } else if (at instanceof Collection<?> many) {
                many.forEach(element -> add(element, seen, left));
            } else {
                for (Field field : FIELDS.computeIfAbsent(at.getClass(), Leaks::fieldsOf)) {
                    add(get(field, at), seen, left);
                }
            }
        }
        return seen;
    }

    private static void add(@Nullable Object found, Set<Object> seen, Deque<Object> left) {
        if (found == null || found instanceof Timers || found instanceof EngineRun) {
            return;
        }
        boolean followed = found.getClass().getName().startsWith(OURS)
                || found instanceof Object[]
                || found instanceof Collection<?>;
        if (followed && seen.add(found) && !(found instanceof Ticket)) {
            left.add(found);
        }
    }

    private static List<Field> fieldsOf(Class<?> of) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> type = of;
                type != null && type.getName().startsWith(OURS);
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                boolean followed = !Modifier.isStatic(field.getModifiers())
                        && !field.getType().isPrimitive();
                if (followed) {
                    field.setAccessible(true);
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    private static Field field(Class<?> type, String name) {
        return fieldsOf(type).stream()
                .filter(it -> it.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Object get(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
