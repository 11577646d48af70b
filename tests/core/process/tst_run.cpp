// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/process/process.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;
using namespace qbm;
using process::Command;
using process::RunOptions;

namespace {

using SteadyClock = std::chrono::steady_clock;

Command shell(const std::string& script)
{
    return {"/bin/sh", {"-c", script}, {}, {}, {}};
}

Result<process::Exit> runPlain(const Command& command, const RunOptions& options = {})
{
    TaskContext context;
    return process::run(command, options, context);
}

/// The pid a child wrote into a file, once it is whole (with its line end).
pid_t waitForPid(const std::filesystem::path& file)
{
    for (int i = 0; i < 500; ++i) {
        if (const auto content = readFile(file); content && content->ends_with('\n'))
            return static_cast<pid_t>(std::stol(*content));
        std::this_thread::sleep_for(10ms);
    }
    return -1;
}

bool goneWithin(const process::ProcessId& id, std::chrono::milliseconds limit)
{
    const auto deadline = SteadyClock::now() + limit;
    while (process::isAlive(id)) {
        if (SteadyClock::now() > deadline)
            return false;
        std::this_thread::sleep_for(5ms);
    }
    return true;
}

} // namespace

class TstRun : public QObject {
    Q_OBJECT

private slots:
    void init() { QVERIFY(m_folder.isValid()); }

    void exitCode_ofProgram_isReturnedNotAnError_data();
    void exitCode_ofProgram_isReturnedNotAnError();
    void output_withoutHandler_isCollected();
    void output_large_reachesTheHandlerWhole();
    void output_beyondTheLimit_endsTheChild();
    void output_handlerError_endsTheChildAndIsReturned();
    void output_ofAQuickChild_isNeverCutShort();
    void errors_lines_areDeliveredAndTheTailKept();
    void errors_endlessLine_isCutNotCollected();
    void input_text_isFedAndClosed();
    void input_large_doesNotDeadlockWithOutput();
    void input_notWanted_doesNotKillUs();
    void input_descriptor_isRead();
    void input_absent_isEmpty();
    void arguments_withShellSigns_areTakenAsTheyAre();
    void environment_added_isSeenBesideOurs();
    void environment_bare_isMadeByUs();
    void workingFolder_given_isUsed();
    void workingFolder_missing_isNotFound();
    void program_missing_isNotFound_data();
    void program_missing_isNotFound();
    void program_notExecutable_isDenied();
    void findProgram_name_isFoundOnPathThenInExtraFolders();
    void signals_ofOurs_areNotInherited();
    void descriptors_ofOurs_areNotInherited();
    void stop_requested_endsTheWholeGroupQuickly();
    void stop_ofAChildThatIgnoresTerm_killsAfterGrace();
    void stop_ofAFrozenChild_endsIt();
    void stop_beforeStart_startsNothing();
    void stall_silentChild_isTimeout();
    void stall_talkingChild_isNotTimeout();
    void tick_whileRunning_isCalled();
    void childLeftBehind_holdingThePipe_doesNotHang();
    void parentDeath_endsTheChild();
    void threads_manyAtOnce_keepTheirOutputsApart();
    void runAsUser_asRoot_changesUserGroupsAndHome();
    void runAsUser_unknown_isNotFound();

private:
    std::filesystem::path path(const char* name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    QTemporaryDir m_folder;
};

void TstRun::exitCode_ofProgram_isReturnedNotAnError_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("code");
    QTest::newRow("success") << "exit 0" << 0;
    QTest::newRow("failure") << "exit 3" << 3;
    QTest::newRow("largest") << "exit 255" << 255;
    QTest::newRow("SIGTERM") << "kill -TERM $$" << 128 + SIGTERM;
    QTest::newRow("SIGKILL") << "kill -KILL $$" << 128 + SIGKILL;
}

void TstRun::exitCode_ofProgram_isReturnedNotAnError()
{
    QFETCH(QString, script);
    const auto exit = runPlain(shell(script.toStdString()));
    QVERIFY(exit);
    QTEST(exit->code, "code");
}

void TstRun::output_withoutHandler_isCollected()
{
    const auto exit = runPlain(shell("printf 'one\\ntwo'; printf 'oops\\n' >&2"));
    QVERIFY(exit);
    QCOMPARE(exit->output, std::string("one\ntwo"));
    QCOMPARE(exit->errorTail, std::string("oops"));
}

void TstRun::output_large_reachesTheHandlerWhole()
{
    std::size_t received = 0;
    bool onlyZeros = true;
    RunOptions options;
    options.onOutput = [&](std::string_view chunk) -> Result<> {
        received += chunk.size();
        onlyZeros = onlyZeros && chunk.find_first_not_of('\0') == std::string_view::npos;
        return {};
    };
    const auto exit = runPlain({"head", {"-c", "200000000", "/dev/zero"}, {}, {}, {}}, options);
    QVERIFY(exit);
    QCOMPARE(exit->code, 0);
    QCOMPARE(received, std::size_t(200'000'000));
    QVERIFY(onlyZeros);
    QVERIFY(exit->output.empty());
}

void TstRun::output_beyondTheLimit_endsTheChild()
{
    const auto exit = runPlain({"head", {"-c", "100000000", "/dev/zero"}, {}, {}, {}});
    QVERIFY(!exit);
    QCOMPARE(exit.error().kind, ErrorKind::Exhausted);
    QCOMPARE(exit.error().message.english(), std::string("head was stopped because it wrote more than 64.0 MiB."));
}

void TstRun::output_handlerError_endsTheChildAndIsReturned()
{
    RunOptions options;
    options.onOutput = [](std::string_view) -> Result<> { return fail(ErrorKind::Exhausted, "disk full"); };
    const auto begin = SteadyClock::now();
    const auto exit = runPlain(shell("echo writing on >&2; while :; do echo x; done"), options);
    QVERIFY(!exit);
    QCOMPARE(exit.error().kind, ErrorKind::Exhausted);
    QCOMPARE(exit.error().message.english(), std::string("disk full"));
    QCOMPARE(exit.error().detail, std::string("writing on"));
    QVERIFY(SteadyClock::now() - begin < 6s);
}

void TstRun::output_ofAQuickChild_isNeverCutShort()
{
    for (int i = 0; i < 100; ++i) {
        const auto exit = runPlain({"seq", {"1", "2000"}, {}, {}, {}});
        QVERIFY(exit);
        QCOMPARE(exit->output.size(), std::size_t(8893));
    }
}

void TstRun::errors_lines_areDeliveredAndTheTailKept()
{
    std::vector<std::string> lines;
    RunOptions options;
    options.onErrorLine = [&](std::string_view line) { lines.emplace_back(line); };
    const auto exit = runPlain(shell("for i in $(seq 1 100); do echo line $i >&2; done; printf 'dos\\r\\nlast' >&2"), options);
    QVERIFY(exit);
    QCOMPARE(lines.size(), std::size_t(102));
    QCOMPARE(lines.front(), std::string("line 1"));
    QCOMPARE(lines[100], std::string("dos"));
    QCOMPARE(lines.back(), std::string("last"));
    QVERIFY(exit->errorTail.starts_with("line 63\n"));
    QVERIFY(exit->errorTail.ends_with("line 100\ndos\nlast"));
}

void TstRun::errors_endlessLine_isCutNotCollected()
{
    std::size_t longest = 0;
    RunOptions options;
    options.onErrorLine = [&](std::string_view line) { longest = std::max(longest, line.size()); };
    const auto exit = runPlain(shell("head -c 1000000 /dev/zero >&2"), options);
    QVERIFY(exit);
    QCOMPARE(longest, std::size_t(64 * 1024));
}

void TstRun::input_text_isFedAndClosed()
{
    RunOptions options;
    options.input = "b\na\n";
    const auto exit = runPlain({"sort", {}, {}, {}, {}}, options);
    QVERIFY(exit);
    QCOMPARE(exit->output, std::string("a\nb\n"));
}

void TstRun::input_large_doesNotDeadlockWithOutput()
{
    RunOptions options;
    options.input = std::string(20'000'000, 'x');
    const auto exit = runPlain({"cat", {}, {}, {}, {}}, options);
    QVERIFY(exit);
    QVERIFY(exit->output == options.input);
}

void TstRun::input_notWanted_doesNotKillUs()
{
    RunOptions options;
    options.input = std::string(5'000'000, 'x');
    const auto exit = runPlain(shell("exec 0<&-; sleep 0.2; exit 4"), options);
    QVERIFY(exit);
    QCOMPARE(exit->code, 4);
    sigset_t pending;
    sigpending(&pending);
    QVERIFY(!sigismember(&pending, SIGPIPE));
}

void TstRun::input_descriptor_isRead()
{
    QVERIFY(writeFileDurably(path("input"), "from a file"));
    const FileDescriptor fd(::open(path("input").c_str(), O_RDONLY | O_CLOEXEC));
    RunOptions options;
    options.inputFd = fd.get();
    const auto exit = runPlain({"cat", {}, {}, {}, {}}, options);
    QVERIFY(exit);
    QCOMPARE(exit->output, std::string("from a file"));
}

void TstRun::input_absent_isEmpty()
{
    const auto exit = runPlain({"cat", {}, {}, {}, {}});
    QVERIFY(exit);
    QCOMPARE(exit->code, 0);
    QVERIFY(exit->output.empty());
}

void TstRun::arguments_withShellSigns_areTakenAsTheyAre()
{
    const auto exit = runPlain({"printf", {"%s|", "$HOME;*", "`id`", "a b", "", "\"'\\"}, {}, {}, {}});
    QVERIFY(exit);
    QCOMPARE(exit->output, std::string("$HOME;*|`id`|a b||\"'\\|"));
}

void TstRun::environment_added_isSeenBesideOurs()
{
    qputenv("QBM_TEST_OURS", "old");
    qputenv("QBM_TEST_KEPT", "kept");
    Command command = shell("printf '%s %s %s' \"$QBM_TEST_OURS\" \"$QBM_TEST_KEPT\" \"$QBM_TEST_NEW\"");
    command.environment = {{"QBM_TEST_OURS", "changed"}, {"QBM_TEST_NEW", "a=b"}};
    const auto exit = runPlain(command);
    QVERIFY(exit);
    QCOMPARE(exit->output, std::string("changed kept a=b"));
    QCOMPARE(qgetenv("QBM_TEST_OURS"), QByteArray("old"));
}

void TstRun::environment_bare_isMadeByUs()
{
    qputenv("PGOPTIONS", "-c geqo=off");
    qputenv("LC_MESSAGES", "de_DE.UTF-8");
    qputenv("KRB5CCNAME", "FILE:/tmp/none");
    Command command = shell("printf '%s|%s|%s|%s|%s|%s' \"$PGOPTIONS\" \"$LC_MESSAGES\" \"$LC_ALL\" \"$KRB5CCNAME\" \"$NEW\" \"$PATH\"");
    command.environment = {{"NEW", "a"}};
    command.bareEnvironment = true;
    const auto exit = runPlain(command);
    for (const char* name : {"PGOPTIONS", "LC_MESSAGES", "KRB5CCNAME"})
        qunsetenv(name);
    QVERIFY(exit);
    QCOMPARE(exit->output, "||C.UTF-8|FILE:/tmp/none|a|" + qgetenv("PATH").toStdString());
}

void TstRun::workingFolder_given_isUsed()
{
    Command command{"pwd", {"-P"}, {}, m_folder.path().toStdString(), {}};
    const auto exit = runPlain(command);
    QVERIFY(exit);
    QCOMPARE(exit->output, std::filesystem::canonical(m_folder.path().toStdString()).string() + '\n');
}

void TstRun::workingFolder_missing_isNotFound()
{
    Command command = shell("true");
    command.workingFolder = "/no/such/folder";
    const auto exit = runPlain(command);
    QVERIFY(!exit);
    QCOMPARE(exit.error().kind, ErrorKind::NotFound);
    QVERIFY(exit.error().message.english().find("/no/such/folder") != std::string::npos);
}

void TstRun::program_missing_isNotFound_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("name") << "qbm-no-such-program";
    QTest::newRow("path") << "/no/such/program";
    QTest::newRow("empty") << "";
}

void TstRun::program_missing_isNotFound()
{
    QFETCH(QString, program);
    const auto exit = runPlain({program.toStdString(), {}, {}, {}, {}});
    QVERIFY(!exit);
    QCOMPARE(exit.error().kind, ErrorKind::NotFound);
    QVERIFY(exit.error().message.english().find(program.toStdString()) != std::string::npos);
}

void TstRun::program_notExecutable_isDenied()
{
    QVERIFY(writeFileDurably(path("text"), "hello", 0644));
    const auto plain = runPlain({path("text"), {}, {}, {}, {}});
    QVERIFY(!plain);
    QCOMPARE(plain.error().kind, ErrorKind::Denied);

    QVERIFY(writeFileDurably(path("broken"), "#!/no/such/interpreter\n", 0755)); // found, but exec itself fails
    const auto broken = runPlain({path("broken"), {}, {}, {}, {}});
    QVERIFY(!broken);
    QCOMPARE(broken.error().kind, ErrorKind::NotFound);
}

void TstRun::findProgram_name_isFoundOnPathThenInExtraFolders()
{
    const auto sh = process::findProgram("sh");
    QVERIFY(sh);
    QVERIFY(sh->is_absolute());
    QVERIFY(!process::findProgram("qbm-tool"));
    QVERIFY(writeFileDurably(path("qbm-tool"), "#!/bin/sh\nexit 7\n", 0755));
    const auto extra = process::findProgram("qbm-tool", {m_folder.path().toStdString()});
    QVERIFY(extra);
    QCOMPARE(*extra, path("qbm-tool"));
    QCOMPARE(runPlain({*extra, {}, {}, {}, {}})->code, 7);
}

void TstRun::signals_ofOurs_areNotInherited()
{
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    const auto exit = runPlain({"grep", {"-E", "^Sig(Ign|Blk)", "/proc/self/status"}, {}, {}, {}});
    std::signal(SIGPIPE, before);
    QVERIFY(exit);
    QCOMPARE(exit->output, std::string("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n"));
}

void TstRun::descriptors_ofOurs_areNotInherited()
{
    const FileDescriptor leaky(::open("/dev/null", O_RDONLY)); // no O_CLOEXEC, as a careless library opens files
    const auto exit = runPlain({"ls", {"/proc/self/fd"}, {}, {}, {}});
    QVERIFY(exit);
    QCOMPARE(exit->output, std::string("0\n1\n2\n3\n")); // 3 is the folder that ls itself reads
}

void TstRun::stop_requested_endsTheWholeGroupQuickly()
{
    const std::string grandchild = path("grandchild").string();
    std::stop_source source;
    SteadyClock::time_point asked;
    process::ProcessId grandchildId;
    std::jthread stopper([&] {
        if (const auto id = process::identify(waitForPid(grandchild)))
            grandchildId = *id;
        asked = SteadyClock::now();
        source.request_stop();
    });
    TaskContext context(source.get_token());
    const auto exit = process::run(shell("sleep 60 & echo $! > " + grandchild + "; wait"), {}, context);
    const auto took = SteadyClock::now() - asked;
    QVERIFY(!exit);
    QCOMPARE(exit.error().kind, ErrorKind::Cancelled);
    QVERIFY2(took < 2s, qPrintable(QString::number(took / 1ms)));
    QVERIFY(grandchildId.pid > 0);
    QVERIFY(goneWithin(grandchildId, 5s));
}

void TstRun::stop_ofAChildThatIgnoresTerm_killsAfterGrace()
{
    std::stop_source source;
    RunOptions options;
    options.grace = 400ms;
    SteadyClock::time_point asked;
    options.onOutput = [&](std::string_view) -> Result<> { // the trap is set
        asked = SteadyClock::now();
        source.request_stop();
        return {};
    };
    TaskContext context(source.get_token());
    const auto exit = process::run(shell("trap '' TERM; echo ready; while :; do sleep 0.05; done"), options, context);
    const auto took = SteadyClock::now() - asked;
    QVERIFY(!exit);
    QCOMPARE(exit.error().kind, ErrorKind::Cancelled);
    QVERIFY(took >= 400ms);
    QVERIFY(took < 5s);
}

void TstRun::stop_ofAFrozenChild_endsIt()
{
    std::stop_source source;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(200ms);
        source.request_stop();
    });
    TaskContext context(source.get_token());
    const auto begin = SteadyClock::now();
    const auto exit = process::run(shell("kill -STOP $$; sleep 60"), {}, context);
    QVERIFY(!exit);
    QCOMPARE(exit.error().kind, ErrorKind::Cancelled);
    QVERIFY(SteadyClock::now() - begin < 5s);
}

void TstRun::stop_beforeStart_startsNothing()
{
    std::stop_source source;
    source.request_stop();
    TaskContext context(source.get_token());
    const auto exit = process::run({"touch", {path("made").string()}, {}, {}, {}}, {}, context);
    QVERIFY(!exit);
    QCOMPARE(exit.error().kind, ErrorKind::Cancelled);
    QVERIFY(!std::filesystem::exists(path("made")));
}

void TstRun::stall_silentChild_isTimeout()
{
    RunOptions options;
    options.stallTimeout = 300ms;
    const auto begin = SteadyClock::now();
    const auto exit = runPlain(shell("echo waiting for a lock >&2; exec sleep 60"), options);
    const auto took = SteadyClock::now() - begin;
    QVERIFY(!exit);
    QCOMPARE(exit.error().kind, ErrorKind::Timeout);
    QCOMPARE(exit.error().message.english(), std::string("sh was stopped because it wrote nothing for 300 ms."));
    QCOMPARE(exit.error().detail, std::string("waiting for a lock"));
    QVERIFY(took >= 300ms);
    QVERIFY(took < 5s);
}

void TstRun::stall_talkingChild_isNotTimeout()
{
    RunOptions options;
    options.stallTimeout = 1500ms;
    const auto exit = runPlain(shell("for i in 1 2 3 4 5 6 7 8; do sleep 0.25; echo . >&2; done"), options);
    QVERIFY(exit);
    QCOMPARE(exit->code, 0);
}

void TstRun::tick_whileRunning_isCalled()
{
    int ticks = 0;
    RunOptions options;
    options.onTick = [&] { ++ticks; };
    QVERIFY(runPlain({"sleep", {"1.2"}, {}, {}, {}}, options));
    QVERIFY2(ticks >= 2 && ticks <= 6, qPrintable(QString::number(ticks)));
}

void TstRun::childLeftBehind_holdingThePipe_doesNotHang()
{
    const auto begin = SteadyClock::now();
    const auto exit = runPlain(shell("sleep 60 & echo $!"));
    QVERIFY(exit);
    QVERIFY(SteadyClock::now() - begin < 5s);
    ::kill(static_cast<pid_t>(std::stol(exit->output)), SIGKILL);
}

void TstRun::parentDeath_endsTheChild()
{
    const std::string pidFile = path("orphan").string();
    const pid_t parent = ::fork();
    if (parent == 0) {
        (void)runPlain(shell("echo $$ > " + pidFile + "; exec sleep 60"));
        ::_exit(0);
    }
    const auto orphan = process::identify(waitForPid(pidFile));
    QVERIFY(orphan);
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    QVERIFY(goneWithin(*orphan, 2s));
}

void TstRun::threads_manyAtOnce_keepTheirOutputsApart()
{
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 16; ++i)
            threads.emplace_back([i, &right] {
                for (int j = 0; j < 5; ++j) {
                    const auto exit = runPlain(shell("echo " + std::to_string(i) + "; exit " + std::to_string(i)));
                    if (exit && exit->code == i && exit->output == std::to_string(i) + "\n")
                        ++right;
                }
            });
    }
    QCOMPARE(right.load(), 80);
}

void TstRun::runAsUser_asRoot_changesUserGroupsAndHome()
{
    if (::geteuid() != 0) {
        Command command = shell("true");
        command.runAsUser = "nobody";
        const auto refused = runPlain(command);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Denied);
        QSKIP("changing the user needs root");
    }
    Command command = shell("id -un; id -gn; id -G; echo $HOME; grep -E '^(CapEff|Uid)' /proc/self/status");
    command.runAsUser = "nobody";
    const auto exit = runPlain(command);
    QVERIFY(exit);
    QCOMPARE(exit->output,
        std::string("nobody\nnogroup\n65534\n/nonexistent\nUid:\t65534\t65534\t65534\t65534\nCapEff:\t0000000000000000\n"));
}

void TstRun::runAsUser_unknown_isNotFound()
{
    Command command = shell("true");
    command.runAsUser = "qbm-no-such-user";
    const auto exit = runPlain(command);
    QVERIFY(!exit);
    QCOMPARE(exit.error().kind, ErrorKind::NotFound);
    QCOMPARE(exit.error().message.english(), std::string("There is no user qbm-no-such-user on this machine."));
}

QTEST_APPLESS_MAIN(TstRun)
#include "tst_run.moc"
