/** The dependency engine: shared buffers handed from client to client. */
module dev.baton.engine {
    requires transitive dev.baton.buffers;
    requires com.lmax.disruptor;
    requires org.jctools.core.jdk11;
    requires jdk.jfr;
    requires static org.jspecify;

    exports dev.baton.engine;
    exports dev.baton.event;
    exports dev.baton.fence;
    exports dev.baton.law;
}
