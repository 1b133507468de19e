/**
 * What happened, as records, for whoever wants to judge, count, draw or compare it.
 *
 * <pre>
 *   dispatcher                                    virtual time: on the publishing thread
 *   (any thread) --calls--&gt; EventStream --Event--&gt; EventListener (laws, hash, timeline)
 *                                |
 *                                |                real time: laws run on a thread of the user's
 *                                +--Event--&gt; EventRecorder ==ring==&gt; poll(EventListener)
 *                                               |
 *                                               +-- full: dropped, counted, told
 * </pre>
 *
 * <p><b>Memory.</b> What happens-before the publication of an event happens-before the listener
 * hears of it. If one event's publication happens-before another's, the listener hears them in that
 * order, with a recorder between or without. Of events published concurrently nothing is promised.
 */
@NullMarked
package dev.baton.event;

import org.jspecify.annotations.NullMarked;
