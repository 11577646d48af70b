// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore_fixture.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace qbm::test {

/// What is begun and killed.
enum class Undertaking {
    Side,
    InPlace,
    SwapBack,
    NewDatabase, ///< elsewhere, into a database that the restore makes
    ExistingDatabase ///< elsewhere, into one that holds other things
};
std::string_view name(Undertaking undertaking);

/// Kills undertakings with SIGKILL, in a process of their own, and looks at the world after they were resumed or
/// undone.
///
/// A test program's main() calls runKillChild() first: the processes to be killed are the program itself, started
/// again.
class RestoreKill {
public:
    explicit RestoreKill(RestoreFixture& fixture)
        : m_fixture(fixture)
    {
    }

    /// Number of journal lines of a run that nobody kills. 0: it failed; see problem().
    int countPoints(Undertaking undertaking);
    /// What happens after a run died: `how` ("resume", "undo") goes on, dies at line `again` of that (0: it does not),
    /// and `last` ends it.
    struct Sequel {
        std::string how;
        int again = 0;
        std::string last;
    };
    /// Dies at that journal line. \return what is wrong with the world in the end; empty: nothing
    std::string killAtPoint(Undertaking undertaking, int point, const Sequel& sequel);
    /// `runs` times: dies after a random while, is resumed and undone in turn, every third one killed again meanwhile.
    std::string killAtRandomMoments(Undertaking undertaking, int runs, std::uint32_t seed);

    const std::string& problem() const { return m_problem; }
    /// The journal's lines of the run that countPoints() counted, by name; the first is number 1.
    const std::vector<std::string>& points() const { return m_points; }

private:
    bool prepare(Undertaking undertaking);
    pid_t start(Undertaking undertaking, const std::string& how, int point) const;
    std::string finishAndLook(Undertaking undertaking, const std::string& how);
    std::string look(Undertaking undertaking, bool done);
    std::string lookElsewhere(Undertaking undertaking, bool done);

    RestoreFixture& m_fixture;
    std::string m_problem;
    std::vector<std::string> m_points;
    std::string m_kept; ///< of a swap back: the database that becomes live
    std::string m_digestOfExisting; ///< of an existing database, before
    int m_longestMilliseconds = 0; ///< of a run that nobody kills
};

/// Whether this process is one to be killed; then it acts and \return its exit code, else -1.
int runKillChild();

/// QBM_TEST_SEED, or a new one; printed either way.
std::uint32_t testSeed();

} // namespace qbm::test
