/**
 * Recordings of real systems, read and replayed, and timelines to look at.
 *
 * <pre>
 *  ftrace text, plain or gzip
 *    LineSource -> FtraceReader -> RecordingReader --+--> FenceLog    jobs
 *    lines         events          by event name     +--> CommitLog   flips
 *                                                     +--> VblankLog   vblanks
 *                                                              |
 *                                           Recording, whole or piece by piece
 *                                                              |
 *       ReplayReport  from  RecordingReplay  with  ReplayedRing, ReplayedDisplay, ReplayedSoftware
 *                                                              |
 *                                                        ReplayWatcher
 *                                                              |
 *       FrameFigures  from  DesignComparison  with  RecordedFrames, and twice WhatIf
 * </pre>
 *
 * <p>Nothing that is read is trusted: every count and length has a named limit, a damaged line is
 * reported and skipped, and what is no recording is refused.
 */
@NullMarked
package dev.baton.trace;

import org.jspecify.annotations.NullMarked;
