package dev.baton.proptests;

import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.PropagationMode;

import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test, of JUnit Jupiter or a property of jqwik, whose dispatcher is watched by all laws.
 *
 * <p>It takes what it needs as parameters, by type: a {@link dev.baton.engine.Dispatcher}, the {@link
 * dev.baton.engine.VirtualTimers} that it has its time from, a {@link
 * dev.baton.buffers.heap.SystemHeap}, or the {@link WatchedDispatcher} that all of them are parts of.
 * They are fresh for each test, and for each try of a property. After it everything is judged as
 * {@link WatchedDispatcher#check} says: no law broken, no job left, no buffer left open.
 *
 * <p>A queue belongs to the dispatcher of its first job: make queues in the test, or in the try. jqwik
 * keeps one instance of a class, and so its fields, for all tries of a property.
 *
 * <p>What tests nothing fails, too: a test that takes a dispatcher and submits nothing, and a property
 * in too few tries of which a job had to wait; jqwik itself fails one that discards everything. The
 * same goes for explorations, too few of which ran a schedule that could fail. What ran is published
 * as a report entry in words, see {@link Counts}.
 *
 * <p>Either of Jupiter and jqwik may be missing from the class path.
 *
 * @since 0.1
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(LawsExtension.class)
@AddLifecycleHook(value = LawsHook.class, propagateTo = PropagationMode.ALL_DESCENDANTS)
public @interface CheckLaws {
    /** In fewer than so many of a hundred tries nobody waits: then it says little of waiting. */
    int WAITING_PERCENT = 20;

    /**
     * In how many of a hundred tries of a property a job must have waited for another one, at least,
     * for the property to count. A test or a property of one try needs no waiting, but something
     * submitted.
     *
     * @return 0 waives all of that
     */
    int waitingPercent() default WAITING_PERCENT;
}
