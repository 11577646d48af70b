// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace qbm::compose {

/// First thing in every main, before any thread: what the shell or the service manager happened to set decides nothing.
///
/// - Every PG* variable goes (PGHOSTADDR, PGOPTIONS, PGPASSWORD, PGSERVICE, ...): the profile alone says where to and
///   as whom. `env:PGPASSWORD` in a profile still finds its value, and `pgpass` the file that PGPASSFILE names.
/// - TZ goes: times of day and the days of retention are those of the machine's zone, by which cron and systemd run.
/// - A standard stream that is closed becomes one that nothing can be written to or read from: the next file opened
///   would get its number otherwise, and take what is printed.
void settleProgram();

/// Numbers of the C library have a point, whatever the environment's locale says. Whoever makes an application object of Qt
/// calls this behind it: Qt takes the environment's locale over for the whole process. Our own code asks no locale
/// (core/base/number.h); this is for that of the libraries.
void settleNumbers();

} // namespace qbm::compose
