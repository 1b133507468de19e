/**
 * What another system answered when it was asked after every operation, compared with what Baton
 * answers to the same operations.
 *
 * <pre>
 *  text, plain or gzip
 *    AnswerReader --+--> AskedReader -> AskedScenario -> FencedJobs, TryLock --+
 *    scenarios      +--> TimedReader -> TimedScenario -> TimedRun -------------+
 *                                                        Baton's answers       |
 *                                                                              v
 *                                                       Report  from  Comparison
 * </pre>
 *
 * <p>Nothing that is read is trusted: every count and length has a limit in {@link
 * dev.baton.trace.oracle.Limits}, asked before anything is allocated, and the first line that is not
 * as it should be ends the reading.
 */
@NullMarked
package dev.baton.trace.oracle;

import org.jspecify.annotations.NullMarked;
