// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>
#include <memory>

namespace qbm::compose {

/// What a program prints passes through here while this object lives: std::cout and std::cerr write to the standard
/// streams by it. Characters that would act on the terminal are shown as escapes (a JSON document has its own before it
/// comes here, see printableJson()), and that standard output took everything is known at the end. SIGPIPE is ignored: a reader that has gone is an error of writing, no death.
class ProgramOutput {
public:
    ProgramOutput();
    ~ProgramOutput();
    ProgramOutput(const ProgramOutput&) = delete;
    ProgramOutput& operator=(const ProgramOutput&) = delete;

    /// Writes out what is left. \return `code`, or 1 where standard output did not take everything; standard error says
    /// so
    int finish(int code);

private:
    class Buffer;
    std::unique_ptr<Buffer> m_out, m_err;
    std::streambuf* m_formerOut;
    std::streambuf* m_formerErr;
};

} // namespace qbm::compose
