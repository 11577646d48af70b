// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/log_record.h"

namespace qbm::kubernetes {

/// Holds the lines of one event together: the stack trace of Python, Java, Node.js, .NET or Go belongs to the line that
/// reports the error. Lines of one source, in order.
class LogTrace {
public:
    struct Place {
        LogLevel level = LogLevel::Unknown; ///< its own, or that of the event it belongs to
        bool continued = false; ///< belongs to the line before
    };
    Place next(const LogRecord& record);

private:
    enum class Open {
        No,
        Python, ///< its last line names the error and is not moved in
        Go, ///< every line belongs to it until one says a level
    };
    Place standAlone(const LogRecord& record);
    Place carryOn();
    Place begin(Open open);

    LogLevel m_level = LogLevel::Unknown; ///< of the event
    bool m_inTrace = false; ///< the last line belonged to a stack trace
    Open m_open = Open::No;
};

} // namespace qbm::kubernetes
