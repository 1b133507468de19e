package dev.baton.proptests.kit;

import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.Timers;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
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

    /** An idle queue keeps its last job. */
    private static final int JOBS_KEPT_MAX = 1;

    private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

    private Leaks() {}

    static void judge(EngineRun run) {
        for (SyncQueue queue : run.queues) {
            int jobs = 0;
            for (Object kept : reachableFrom(queue)) {
                if (kept instanceof Ticket) {
                    run.alarm(Oracle.I, "client kept", queue + " keeps " + kept);
                }
                jobs += kept instanceof Job ? 1 : 0;
            }
            if (jobs > JOBS_KEPT_MAX) {
                run.alarm(Oracle.I, "jobs kept", queue + " keeps " + jobs + " ended jobs");
            }
        }
        if (get(field(run.timers.getClass(), "waiting"), run.timers) instanceof Map<?, ?> waiting
                && !waiting.isEmpty()) {
            run.alarm(Oracle.I, "timers kept", waiting.size() + " timers of ended jobs");
        }
    }

    private static Set<Object> reachableFrom(Object root) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> left = new ArrayDeque<>();
        left.add(root);
        while (!left.isEmpty()) {
            Object at = left.poll();
            if (at instanceof Object[] array) {
                for (Object element : array) {
                    add(element, seen, left);
                }
                continue;
            }
            for (Field field : FIELDS.computeIfAbsent(at.getClass(), Leaks::fieldsOf)) {
                add(get(field, at), seen, left);
            }
        }
        return seen;
    }

    private static void add(Object found, Set<Object> seen, Deque<Object> left) {
        boolean ours = found != null
                && (found.getClass().getName().startsWith(OURS) || found instanceof Object[]);
        boolean shared = found instanceof Dispatcher
                || found instanceof Timers
                || found instanceof EngineRun;
        if (ours && !shared && seen.add(found) && !(found instanceof Ticket)) {
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
