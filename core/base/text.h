// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

// Qt's own macro, spelled the same, so that lupdate finds the sentences of core although core knows no Qt.
#ifndef QT_TRANSLATE_NOOP
#define QT_TRANSLATE_NOOP(scope, x) x
#endif

namespace qbm {

/// A sentence for people: an English template and its arguments, so that the screen can translate it and core need not.
///
/// `%1` to `%9` in the template stand for the arguments: names and numbers shown as they are, or sentences that are
/// translated as well. Written as
/// `text(QT_TRANSLATE_NOOP("core", "Scale %1 to %2"), name, count)`; `ui/text` translates it, `qbmctl` prints english().
/// A plain std::string converts to a Text that is shown as it is.
class Text {
public:
    using Argument = std::variant<std::string, Text>;

    Text() = default;
    Text(std::string verbatim) : m_template(std::move(verbatim)) {}
    Text(const char* verbatim) : m_template(verbatim) {}
    Text(std::string templ, std::vector<Argument> arguments)
        : m_template(std::move(templ))
        , m_arguments(std::move(arguments))
    {
    }

    const std::string& templ() const { return m_template; }
    const std::vector<Argument>& arguments() const { return m_arguments; }
    bool empty() const { return m_template.empty(); }

    /// The sentence in English.
    std::string english() const;

    friend bool operator==(const Text&, const Text&) = default;

private:
    std::string m_template;
    std::vector<Argument> m_arguments;
};

/// `templ` with `%1`..`%9` replaced by `arguments`; a placeholder without an argument stays as it is.
std::string fillTemplate(std::string_view templ, const std::vector<std::string>& arguments);

namespace detail {
inline std::string toArgument(std::string value) { return value; }
inline std::string toArgument(std::string_view value) { return std::string(value); }
inline std::string toArgument(const char* value) { return value; }
inline Text::Argument toArgument(Text value) { return value; }
template <class T>
    requires std::is_integral_v<T>
std::string toArgument(T value)
{
    return std::to_string(value);
}
} // namespace detail

/// Makes a Text from a template (give it QT_TRANSLATE_NOOP) and its arguments: strings, integers or Texts.
/// Numbers with a unit are formatted by the caller (core/base/unit.h).
template <class... Arguments>
Text text(const char* templ, Arguments&&... arguments)
{
    return Text(templ, std::vector<Text::Argument>{detail::toArgument(std::forward<Arguments>(arguments))...});
}

} // namespace qbm
