// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/config: reads a YAML map key by key and says, with file and line, what is wrong with it.

#include "core/config/profile.h"

#include <map>
#include <string_view>
#include <yaml-cpp/yaml.h>

namespace qbm::config {

/// The file being read and the first mistake found in it; what follows a mistake is no longer looked at.
class YamlSource {
public:
    YamlSource(std::filesystem::path file, std::filesystem::path folder, bool filesMustExist)
        : m_file(std::move(file))
        , m_folder(std::move(folder))
        , m_filesMustExist(filesMustExist)
    {
    }

    std::string file() const { return m_file.string(); }
    /// Absolute: `~` is the home folder, and what is relative is relative to the file's folder.
    std::filesystem::path resolve(const std::string& path) const;
    bool filesMustExist() const { return m_filesMustExist; }

    void reject(Text why);
    bool rejected() const { return m_error.has_value(); }
    /// \error InvalidInput: the first mistake
    Result<> outcome() const;

private:
    std::filesystem::path m_file;
    std::filesystem::path m_folder;
    bool m_filesMustExist;
    std::optional<Error> m_error;
};

/// One map. The readers leave `out` alone where the key is absent, and note a mistake where the value is not as expected.
class YamlSection {
public:
    /// \param path the key that leads here, empty for the whole document
    YamlSection(YamlSource& source, const YAML::Node& node, std::string path, int line, std::vector<std::string_view> known);

    bool has(std::string_view key) const { return m_fields.contains(key); }
    void require(std::string_view key, std::string_view expected);
    /// The map below `key`.
    YamlSection section(std::string_view key, std::vector<std::string_view> known);
    /// The maps of the list below `key`.
    std::vector<YamlSection> list(std::string_view key, const std::vector<std::string_view>& known);

    void readText(std::string_view key, std::string& out);
    void readNumber(std::string_view key, int least, int most, int& out);
    /// true or false.
    void readBoolean(std::string_view key, bool& out);
    /// "50 GB" (powers of 1000), "50 GiB" (of 1024) or a number of bytes, above 0.
    void readByteSize(std::string_view key, std::optional<std::uint64_t>& out);
    void readPort(std::string_view key, std::uint16_t& out);
    void readHost(std::string_view key, std::string& out);
    void readChoice(std::string_view key, const std::vector<std::string_view>& choices, std::string& out);
    void readUrl(std::string_view key, std::string& out);
    void readPath(std::string_view key, std::filesystem::path& out);
    /// A path that must lead to a file.
    void readFilePath(std::string_view key, std::filesystem::path& out);
    void readSecret(std::string_view key, SecretReference& out);
    /// Notes a mistake about the key's value; the value is shown.
    void rejectValue(std::string_view key, std::string_view expected);
    /// For values that must not be shown.
    void rejectHidden(std::string_view key, std::string_view expected);

private:
    struct Field {
        YAML::Node value;
        int line = 0;
    };

    std::string pathOf(std::string_view key) const;
    /// The value's text; nullopt where it is absent or, noted as a mistake, not a single value.
    std::optional<std::string> scalar(std::string_view key, std::string_view expected);
    void rejectUnknown(const std::string& key, int line, const std::vector<std::string_view>& known);
    void requireFile(std::string_view key, const std::filesystem::path& file);
    int lineOf(std::string_view key) const;

    YamlSource& m_source;
    std::string m_path;
    int m_line;
    std::map<std::string, Field, std::less<>> m_fields;
};

} // namespace qbm::config
