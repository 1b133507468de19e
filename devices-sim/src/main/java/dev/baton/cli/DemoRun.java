package dev.baton.cli;

import dev.baton.sim.Worded;
import dev.baton.sim.run.RunReport;
import dev.baton.sim.scenario.Measure;
import dev.baton.trace.Timeline;

/**
 * One of the demo's runs.
 *
 * @param mode who brought finished frames to the display
 * @param report what came of it
 */
record DemoRun(Mode mode, RunReport report) {
    private static final String GPU = "gpu";

    /** Who brings a finished frame to the display. */
    enum Mode implements Worded {
        QUEUED("render-to-pageflip"),
        APPLICATION("application-in-between"),
        UNSYNCHRONISED("unsynchronised"),
        HARDWARE("hardware-order");

        /** The bundled scenario that shows it. */
        final String scenario;

        Mode(String scenario) {
            this.scenario = scenario;
        }
    }

    long figure(Measure measure) {
        return report.figures().of(measure);
    }

    /** Frames that the GPU finished. */
    int framesRendered() {
        return report.picture().lanes().stream()
                .filter(lane -> lane.name().equals(GPU))
                .mapToInt(lane -> lane.slices().size())
                .sum();
    }

    /** On a timeline of several, where the mode says more than the scenario's name. */
    Timeline.Run picture() {
        Timeline.Run run = report.picture();
        return new Timeline.Run(mode.word(), run.lanes(), run.vblanks());
    }

    /** How often something of this kind happens for each frame that is shown. */
    double perFrame(Measure measure) {
        return (double) figure(measure) / Math.max(1, figure(Measure.PRESENTED));
    }

    /** All but the control must show whole frames only, the control must not; no law may break. */
    boolean isFine() {
        long wrong = figure(Measure.TORN) + figure(Measure.STALE);
        boolean asExpected = mode == Mode.UNSYNCHRONISED ? wrong > 0 : wrong == 0;
        return asExpected && report.laws().broken() == 0 && report.laws().complete();
    }
}
