package dev.baton.trace.history;

import java.util.Set;

/** How one line is written. */
interface LineFormat {
    /** The columns that mean something. */
    Set<String> KNOWN = Set.of(
            HistoryLine.EVENT,
            HistoryLine.JOB,
            HistoryLine.BUFFER,
            HistoryLine.MODE,
            HistoryLine.AFTER,
            HistoryLine.CLIENT,
            HistoryLine.NANOS);

    /** Its name in reports. */
    String name();

    /** The texts of one line. */
    HistoryLine.Fields fields(String line) throws DamagedHistoryException;

    /** The columns that mean nothing here, as far as they were seen. */
    Set<String> ignored();
}
