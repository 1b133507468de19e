package dev.baton.proptests.probe;

import dev.baton.engine.DispatchObserver;
import dev.baton.engine.Job;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;

/** What an observer has heard of, and whether it was stopped or killed as it listened. */
final class Listening {
    /** In the engine's {@code Telling}: nobody is telling, though somebody may have told. */
    private static final Set<Integer> SILENT = Set.of(0, 3, 5);

    /** Without whether a closing waits for it. */
    private static final int STEPS = 7;

    private final Set<Job> heardOf = new HashSet<>();
    private boolean missedSome;

    /** The observer, under observation. */
    DispatchObserver by(DispatchObserver observer) {
        return (DispatchObserver) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DispatchObserver.class},
                (proxy, method, arguments) -> tell(observer, method, arguments));
    }

    private Object tell(DispatchObserver observer, Method method, Object[] arguments)
            throws Throwable {
        heardOf.add((Job) arguments[0]);
        boolean heard = false;
        try {
            Object nothing = method.invoke(observer, arguments);
            heard = true;
            return nothing;
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        } finally {
            missedSome |= !heard;
        }
    }

    /** Whether a thread died in the observer: what it was to tell is lost. */
    boolean missedSome() {
        return missedSome;
    }

    /** Whether a thread is stopped in the observer, or on its way out of there. */
    boolean isUnderWay() {
        return heardOf.stream().anyMatch(job -> !SILENT.contains(turn(job)));
    }

    private static int turn(Job job) {
        return (int) Inside.of(Inside.of(job, "particulars"), "turn") & STEPS;
    }
}
