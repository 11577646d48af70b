// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore_kill.h"

#include <QTest>
#include <algorithm>

using namespace qbm;
using test::Undertaking;

/// The promise of a restore, in the time CI has: killed anywhere, it can be finished or taken back. The long form is
/// tst_restore_kill_long.
class TstRestoreKill : public QObject {
    Q_OBJECT
    test::RestoreFixture m_fixture;

private Q_SLOTS:
    void initTestCase()
    {
        const std::string problem = m_fixture.start();
        QVERIFY2(problem.empty(), problem.c_str());
    }

    void side_killedAtEveryPoint_resumedOrUndone_endsWhole()
    {
        test::RestoreKill kill(m_fixture);
        const int points = kill.countPoints(Undertaking::Side);
        QVERIFY2(points >= 40, kill.problem().c_str());
        for (int point = 1; point <= points; ++point) {
            const std::string how = point % 2 == 0 ? "resume" : "undo";
            const std::string wrong = kill.killAtPoint(Undertaking::Side, point, {how, 0, how});
            QVERIFY2(wrong.empty(), ("line " + std::to_string(point) + ": " + wrong).c_str());
        }
    }
    /// Of the safety dump that was being written nothing is left.
    void inPlace_killedInItsSafetyDump_undone_leavesNoFile()
    {
        test::RestoreKill kill(m_fixture);
        QVERIFY2(kill.countPoints(Undertaking::InPlace) > 0, kill.problem().c_str());
        const std::vector<std::string> points = kill.points();
        for (const char* name : {"value:safetyDumpMark", "value:safetyDump"}) {
            const auto at = std::ranges::find(points, name);
            QVERIFY2(at != points.end(), name);
            const int point = static_cast<int>(at - points.begin()) + 1;
            for (const int again : {0, 2}) { // also where the way back was killed
                const std::string wrong = kill.killAtPoint(Undertaking::InPlace, point, {"undo", again, "undo"});
                QVERIFY2(wrong.empty(), (std::string(name) + ": " + wrong).c_str());
            }
        }
    }
    void elsewhere_killedAtEveryPoint_resumedOrUndone_endsWhole_data()
    {
        QTest::addColumn<Undertaking>("undertaking");
        QTest::addRow("new-database") << Undertaking::NewDatabase;
        QTest::addRow("existing-database") << Undertaking::ExistingDatabase;
    }
    void elsewhere_killedAtEveryPoint_resumedOrUndone_endsWhole()
    {
        QFETCH(Undertaking, undertaking);
        test::RestoreKill kill(m_fixture);
        const int points = kill.countPoints(undertaking);
        QVERIFY2(points >= 10, kill.problem().c_str());
        for (int point = 1; point <= points; ++point) {
            const std::string how = point % 2 == 0 ? "resume" : "undo";
            const std::string wrong = kill.killAtPoint(undertaking, point, {how, 0, how});
            QVERIFY2(wrong.empty(), ("line " + std::to_string(point) + ": " + wrong).c_str());
        }
    }
    void everything_killedAtRandomMoments_endsWhole()
    {
        test::RestoreKill kill(m_fixture);
        const std::uint32_t seed = test::testSeed();
        for (const Undertaking undertaking : {Undertaking::Side, Undertaking::InPlace, Undertaking::SwapBack,
                 Undertaking::NewDatabase, Undertaking::ExistingDatabase}) {
            QVERIFY2(kill.countPoints(undertaking) > 0, kill.problem().c_str());
            const std::string wrong = kill.killAtRandomMoments(undertaking, 2, seed);
            QVERIFY2(wrong.empty(), (std::string(name(undertaking)) + " " + wrong).c_str());
        }
    }
};

int main(int argc, char** argv)
{
    if (const int code = test::runKillChild(); code >= 0)
        return code;
    TstRestoreKill test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_restore_kill.moc"
