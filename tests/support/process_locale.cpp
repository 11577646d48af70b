// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLocale>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
namespace {

/// Before main(): the process takes over the environment's locale, as it does where there is an application object of Qt,
/// and its numbers then have a comma, or the test would show nothing. The language of the screen stays English, as the
/// console chooses it.
[[maybe_unused]] const bool g_taken = [] {
    const char* const wanted = std::getenv("QBM_TEST_LOCALE");
    if (wanted == nullptr)
        return false;
    const char* const taken = std::setlocale(LC_ALL, "");
    if (taken == nullptr || std::strcmp(taken, wanted) != 0 || std::strcmp(std::localeconv()->decimal_point, ",") != 0) {
        std::fprintf(stderr, "The locale %s cannot be taken: tests/support/make-locales makes it.\n", wanted);
        std::_Exit(1);
    }
    QLocale::setDefault(QLocale(QLocale::English));
    return true;
}();

} // namespace

#ifdef __SANITIZE_ADDRESS__
/// Asked by the leak sanitizer. setlocale() of the C library keeps what it made of LOCPATH and has no way to free it: no
/// leak of ours.
extern "C" const char* __lsan_default_suppressions();
const char* __lsan_default_suppressions()
{
    return "leak:__argz_add_sep";
}
#endif
