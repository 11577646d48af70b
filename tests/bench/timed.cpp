// SPDX-License-Identifier: GPL-3.0-or-later
// bench_timed PROGRAM [ARGUMENTS]: runs it and prints "SECONDS PEAK_KIB" on standard output; the program's own output is
// dropped. Exits as the program did.
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench_timed PROGRAM [ARGUMENTS]\n");
        return 2;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    const auto begin = std::chrono::steady_clock::now();
    pid_t child = 0;
    if (const int failed = posix_spawnp(&child, argv[1], &actions, nullptr, argv + 1, environ); failed != 0) {
        std::fprintf(stderr, "%s cannot be started (error %d).\n", argv[1], failed);
        return 127;
    }
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    rusage usage{};
    if (::wait4(child, &status, 0, &usage) != child)
        return 127;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::printf("%.4f %ld\n", seconds, usage.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
