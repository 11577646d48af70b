// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore_kill.h"

#include <QTest>
#include <random>

using namespace qbm;
using test::Undertaking;

/// Both ways of a restore, the swap back and a restore elsewhere: killed at every journal line, and at 50 random
/// moments; resumed and undone; killed again while at it. The data is that of before or of after; replicas,
/// autoscalers, CronJobs and silences are what they were.
class TstRestoreKillLong : public QObject {
    Q_OBJECT
    test::RestoreFixture m_fixture;
    std::uint32_t m_seed = 0;

    static void addUndertakings()
    {
        QTest::addColumn<Undertaking>("undertaking");
        for (const Undertaking undertaking : {Undertaking::Side, Undertaking::InPlace, Undertaking::SwapBack,
                 Undertaking::NewDatabase, Undertaking::ExistingDatabase})
            QTest::addRow("%s", std::string(name(undertaking)).c_str()) << undertaking;
    }
    /// \param linesAgain one more than the last line of the second run at which it may be killed again; 0: it is not
    void killAtEveryPoint(Undertaking undertaking, const std::string& how, int linesAgain, const std::string& last)
    {
        test::RestoreKill kill(m_fixture);
        std::mt19937 random(m_seed);
        const int points = kill.countPoints(undertaking);
        QVERIFY2(points > 0, kill.problem().c_str());
        qInfo("%s: %d journal lines", std::string(name(undertaking)).c_str(), points);
        for (int point = 1; point <= points; ++point) {
            const int again = linesAgain > 0 ? std::uniform_int_distribution(1, linesAgain)(random) : 0;
            const std::string wrong = kill.killAtPoint(undertaking, point, {how, again, last});
            QVERIFY2(wrong.empty(),
                ("line " + std::to_string(point) + ", again at " + std::to_string(again) + ": " + wrong).c_str());
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_seed = test::testSeed();
        const std::string problem = m_fixture.start();
        QVERIFY2(problem.empty(), problem.c_str());
    }
    void killedAtEveryPoint_resumed_isDone_data() { addUndertakings(); }
    void killedAtEveryPoint_resumed_isDone()
    {
        QFETCH(Undertaking, undertaking);
        killAtEveryPoint(undertaking, "resume", 0, "resume");
    }
    void killedAtEveryPoint_undone_isAsBefore_data() { addUndertakings(); }
    void killedAtEveryPoint_undone_isAsBefore()
    {
        QFETCH(Undertaking, undertaking);
        killAtEveryPoint(undertaking, "undo", 0, "undo");
    }
    void killedAgainWhileUndoing_isAsBefore_data() { addUndertakings(); }
    void killedAgainWhileUndoing_isAsBefore()
    {
        QFETCH(Undertaking, undertaking);
        killAtEveryPoint(undertaking, "undo", 20, "undo");
    }
    void killedAgainWhileUndoing_resumed_isDone_data() { addUndertakings(); }
    void killedAgainWhileUndoing_resumed_isDone()
    {
        QFETCH(Undertaking, undertaking);
        killAtEveryPoint(undertaking, "undo", 20, "resume");
    }
    void killedAgainWhileResuming_isDone_data() { addUndertakings(); }
    void killedAgainWhileResuming_isDone()
    {
        QFETCH(Undertaking, undertaking);
        killAtEveryPoint(undertaking, "resume", 30, "resume");
    }
    void killedAtRandomMoments_endsWhole_data() { addUndertakings(); }
    void killedAtRandomMoments_endsWhole()
    {
        QFETCH(Undertaking, undertaking);
        test::RestoreKill kill(m_fixture);
        QVERIFY2(kill.countPoints(undertaking) > 0, kill.problem().c_str());
        const std::string wrong = kill.killAtRandomMoments(undertaking, 50, m_seed);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }
};

int main(int argc, char** argv)
{
    if (const int code = test::runKillChild(); code >= 0)
        return code;
    if (!qEnvironmentVariableIsSet("QTEST_FUNCTION_TIMEOUT"))
        qputenv("QTEST_FUNCTION_TIMEOUT", "7200000"); // Qt's own is five minutes
    TstRestoreKillLong test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_restore_kill_long.moc"
