package dev.baton.sim.demo;

import dev.baton.law.Laws;
import dev.baton.trace.Timeline;

import org.HdrHistogram.Histogram;

import java.util.List;

/**
 * What came of one run.
 *
 * @param mode who brought finished frames to the display
 * @param framesRendered frames that the GPU finished
 * @param framesPresented frames that latched
 * @param tornFrames presented frames whose rows carry more than one frame's number
 * @param staleFrames presented frames with a row of another frame than was flipped to
 * @param applicationWakeupsOnPath wake-ups of the application that came after a frame's render had
 *     ended and before its flip latched, and that its flip had to wait for
 * @param renderEndToFlipMicros from a render's end to its flip's latch, of the frames that were
 *     rendered before they latched
 * @param tightestNanos the shortest of these; {@link Long#MAX_VALUE} if there is none
 * @param missedVblanks vblanks after the first flip at which a frame was due and none latched
 * @param eventHash of all events of the dispatcher
 * @param laws checked over them
 * @param picture the run on a timeline
 * @param pictures frames worth looking at
 */
public record RunReport(
        Mode mode,
        int framesRendered,
        int framesPresented,
        int tornFrames,
        int staleFrames,
        int applicationWakeupsOnPath,
        Histogram renderEndToFlipMicros,
        long tightestNanos,
        int missedVblanks,
        String eventHash,
        Laws laws,
        Timeline.Run picture,
        List<Picture> pictures) {}
