/** Simulated devices on the engine, search, recordings, and the command line. */
module dev.baton.sim {
    requires transitive dev.baton.engine;
    requires HdrHistogram;
    requires com.fasterxml.jackson.core;
    requires com.google.protobuf;
    requires com.lmax.disruptor;
    requires info.picocli;
    requires java.desktop;
    requires org.jctools.core.jdk11;
    requires org.yaml.snakeyaml;
    requires static org.jspecify;

    exports dev.baton.explore;
    exports dev.baton.explore.scenario;
    exports dev.baton.explore.step;
    exports dev.baton.explore.story;
    exports dev.baton.explore.strategy;
    exports dev.baton.sim.capture;
    exports dev.baton.sim.cpu;
    exports dev.baton.sim.fault;
    exports dev.baton.sim.gpu;
    exports dev.baton.sim.kms;
    exports dev.baton.sim.pixels;
    exports dev.baton.sim.run;
    exports dev.baton.sim.scenario;
    exports dev.baton.sim;
    exports dev.baton.trace;
    exports dev.baton.trace.history;

    opens dev.baton.cli to
            info.picocli;
}
