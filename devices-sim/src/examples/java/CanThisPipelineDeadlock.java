import dev.baton.explore.Exploration;
import dev.baton.explore.step.StepProgram;
import dev.baton.explore.strategy.Strategy;

/** Code with locks, written down as steps: its schedules are searched, then those of the cure. */
public class CanThisPipelineDeadlock {
    public static void main(String[] args) {
        StepProgram pipeline = StepProgram.named("camera and encoder")
                .job(
                        "camera",
                        job -> job.lock("raw").lock("meta").unlock("meta").unlock("raw"))
                .job(
                        "encoder",
                        job -> job.lock("meta").lock("raw").unlock("raw").unlock("meta"))
                .build();
        System.out.println(Exploration.of(pipeline).run().report());

        Exploration cure = Exploration.of(pipeline.onDispatcher()).by(Strategy.EXHAUSTIVE);
        System.out.println(cure.run().report());
    }
}
