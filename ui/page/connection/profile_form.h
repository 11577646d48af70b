// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/profile.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace qbm::widgets {
class Form;
class FormRow;
class SecretReferenceField;
}

namespace qbm::ui {

/// Every field of a profile; reads and writes the value type, and says what is wrong where it is wrong.
class ProfileForm : public QWidget {
    Q_OBJECT
public:
    explicit ProfileForm(QWidget* parent = nullptr);

    void setProfile(const config::Profile& profile);
    /// The profile as typed, or nothing: then each faulty field says why and the first one has the focus.
    std::optional<config::Profile> profile();

private:
    struct HttpFields {
        QCheckBox* used;
        QLineEdit* url;
        widgets::FormRow* urlRow;
        widgets::SecretReferenceField* token;
        widgets::FormRow* tokenRow;
        QLineEdit* caFile;
    };
    HttpFields addHttp(const QString& name, const QString& example);
    QLineEdit* addLine(const QString& label, const QString& hint = {}, widgets::FormRow** row = nullptr);
    QSpinBox* addPort(const QString& label);
    QCheckBox* addUsed(const QString& name);
    widgets::SecretReferenceField* addSecret(const QString& label, widgets::FormRow** row);
    static void setHttp(const HttpFields& fields, const std::optional<config::HttpAccess>& access);
    static std::optional<config::HttpAccess> http(const HttpFields& fields);
    config::SecretReference secret(const widgets::SecretReferenceField& field, widgets::FormRow& row);

    widgets::Form* m_form;
    QLineEdit* m_name;
    widgets::FormRow* m_nameRow;
    QComboBox* m_tier;
    QCheckBox* m_postgresUsed;
    QLineEdit *m_postgresHost, *m_postgresDatabase, *m_postgresUser;
    QSpinBox* m_postgresPort;
    QComboBox* m_postgresSsl;
    widgets::SecretReferenceField* m_postgresPassword;
    widgets::FormRow* m_postgresPasswordRow;
    QCheckBox* m_redisUsed;
    QLineEdit *m_redisHost, *m_redisUser, *m_redisPrefix;
    QSpinBox *m_redisPort, *m_redisDatabase;
    widgets::SecretReferenceField* m_redisPassword;
    widgets::FormRow* m_redisPasswordRow;
    HttpFields m_prometheus, m_alertmanager, m_application;
    QCheckBox* m_kubernetesUsed;
    QLineEdit *m_kubeconfig, *m_context, *m_nameSpace;
    QLineEdit* m_backupFolder;
    // Not edited here, but kept.
    config::Backups m_backups; ///< but for its folder
    std::filesystem::path m_stateFolder;
};

} // namespace qbm::ui
