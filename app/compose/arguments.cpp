// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/arguments.h"

#include "core/base/utf8.h"

#include <filesystem>
#include <string_view>

namespace qbm::compose {

namespace {

bool namesFile(std::string_view argument)
{
    std::error_code ignored;
    if (std::filesystem::exists(argument, ignored))
        return true;
    const std::size_t value = argument.starts_with("--") ? argument.find('=') : argument.npos;
    return value != argument.npos && std::filesystem::exists(argument.substr(value + 1), ignored);
}

} // namespace

Result<> checkArguments(int argc, const char* const* argv)
{
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (!isUtf8(argument) && !namesFile(argument))
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "The argument \"%1\" is no UTF-8: the terminal or the script has another encoding."),
                    argument));
    }
    return {};
}

} // namespace qbm::compose
