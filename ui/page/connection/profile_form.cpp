// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/connection/profile_form.h"

#include "ui/text/tr.h"
#include "widgets/feedback/badge.h"
#include "widgets/form/form.h"
#include "widgets/theme/tokens.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSpinBox>
#include <QVBoxLayout>
#include <array>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr std::array kTiers{Tier::Lab, Tier::Development, Tier::Staging, Tier::Production};
constexpr int kHighestPort = 65535;

std::string text(const QLineEdit* field)
{
    return field->text().trimmed().toStdString();
}

} // namespace

ProfileForm::ProfileForm(QWidget* parent)
    : QWidget(parent)
    , m_form(new Form)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, tokens::kSpaceM, 0); // beside the scroll bar
    layout->addWidget(m_form);

    m_form->addSection(Tr::tr("System"));
    m_name = addLine(Tr::tr("Name"), Tr::tr("Shown in the header and used as the file's name"), &m_nameRow);
    m_tier = new QComboBox;
    for (const Tier tier : kTiers)
        m_tier->addItem(widgets::word(tier));
    m_form->addRow(Tr::tr("Tier"), m_tier)->setHint(Tr::tr("Production asks for the target's name before every change"));

    m_postgresUsed = addUsed(QStringLiteral("PostgreSQL"));
    m_postgresHost = addLine(Tr::tr("Host"));
    m_postgresPort = addPort(Tr::tr("Port"));
    m_postgresDatabase = addLine(Tr::tr("Database"));
    m_postgresUser = addLine(Tr::tr("User"));
    m_postgresPassword = addSecret(Tr::tr("Password"), &m_postgresPasswordRow);
    m_postgresSsl = new QComboBox;
    m_postgresSsl->addItems({QStringLiteral("disable"), QStringLiteral("allow"), QStringLiteral("prefer"), QStringLiteral("require"),
        QStringLiteral("verify-ca"), QStringLiteral("verify-full")});
    m_form->addRow(Tr::tr("TLS mode"), m_postgresSsl);

    m_redisUsed = addUsed(QStringLiteral("Redis"));
    m_redisHost = addLine(Tr::tr("Host"));
    m_redisPort = addPort(Tr::tr("Port"));
    m_redisDatabase = addPort(Tr::tr("Database number"));
    m_redisDatabase->setRange(0, 1023);
    m_redisUser = addLine(Tr::tr("User"), Tr::tr("Empty: the default user"));
    m_redisPassword = addSecret(Tr::tr("Password"), &m_redisPasswordRow);
    m_redisPrefix = addLine(Tr::tr("Key prefix"));

    m_prometheus = addHttp(QStringLiteral("Prometheus"), QStringLiteral("http://prometheus:9090"));
    m_alertmanager = addHttp(QStringLiteral("Alertmanager"), QStringLiteral("http://alertmanager:9093"));
    m_application = addHttp(Tr::tr("Application"), QStringLiteral("http://backend:8000"));

    m_kubernetesUsed = addUsed(QStringLiteral("Kubernetes"));
    m_kubeconfig = addLine(QStringLiteral("kubeconfig"), Tr::tr("Empty: KUBECONFIG, else ~/.kube/config"));
    m_context = addLine(Tr::tr("Context"), Tr::tr("Empty: the file's current context"));
    m_nameSpace = addLine(Tr::tr("Namespace"));

    m_form->addSection(Tr::tr("Backups"));
    m_backupFolder = addLine(Tr::tr("Folder"), Tr::tr("Empty: a folder beside the journals of this profile"));
    setProfile({});
}

QLineEdit* ProfileForm::addLine(const QString& label, const QString& hint, FormRow** row)
{
    auto* field = new QLineEdit;
    FormRow* added = m_form->addRow(label, field);
    added->setHint(hint);
    if (row != nullptr)
        *row = added;
    return field;
}

QSpinBox* ProfileForm::addPort(const QString& label)
{
    auto* field = new QSpinBox;
    field->setRange(1, kHighestPort);
    field->setGroupSeparatorShown(false);
    m_form->addRow(label, field);
    return field;
}

QCheckBox* ProfileForm::addUsed(const QString& name)
{
    m_form->addSection(name);
    auto* field = new QCheckBox(Tr::tr("This system has it"));
    m_form->addRow({}, field);
    field->setAccessibleName(Tr::tr("%1: this system has it").arg(name)); // after the row, which names its field
    return field;
}

SecretReferenceField* ProfileForm::addSecret(const QString& label, FormRow** row)
{
    auto* field = new SecretReferenceField;
    *row = m_form->addRow(label, field);
    (*row)->setHint(Tr::tr("Where the secret is kept; the profile never holds it"));
    return field;
}

ProfileForm::HttpFields ProfileForm::addHttp(const QString& name, const QString& example)
{
    HttpFields fields{};
    fields.used = addUsed(name);
    fields.url = addLine(QStringLiteral("URL"), {}, &fields.urlRow);
    fields.url->setPlaceholderText(example);
    fields.token = addSecret(Tr::tr("Bearer token"), &fields.tokenRow);
    fields.caFile = addLine(Tr::tr("Certificate file"), Tr::tr("PEM file of the authority to trust; empty: the system's"));
    return fields;
}

void ProfileForm::setHttp(const HttpFields& fields, const std::optional<config::HttpAccess>& access)
{
    const config::HttpAccess shown = access.value_or(config::HttpAccess{});
    fields.used->setChecked(access.has_value());
    fields.url->setText(qstr(shown.url));
    fields.token->setReference(qstr(shown.bearerToken.toString()));
    fields.caFile->setText(qstr(shown.caFile.string()));
}

void ProfileForm::setProfile(const config::Profile& profile)
{
    m_name->setText(qstr(profile.name));
    m_tier->setCurrentIndex(static_cast<int>(std::ranges::find(kTiers, profile.tier) - kTiers.begin()));
    const auto postgres = profile.postgres.value_or(config::PostgresAccess{});
    m_postgresUsed->setChecked(profile.postgres.has_value());
    m_postgresHost->setText(qstr(postgres.host));
    m_postgresPort->setValue(postgres.port);
    m_postgresDatabase->setText(qstr(postgres.database));
    m_postgresUser->setText(qstr(postgres.user));
    m_postgresPassword->setReference(qstr(postgres.password.toString()));
    m_postgresSsl->setCurrentText(qstr(postgres.sslMode));
    const auto redis = profile.redis.value_or(config::RedisAccess{});
    m_redisUsed->setChecked(profile.redis.has_value());
    m_redisHost->setText(qstr(redis.host));
    m_redisPort->setValue(redis.port);
    m_redisDatabase->setValue(redis.database);
    m_redisUser->setText(qstr(redis.user));
    m_redisPassword->setReference(qstr(redis.password.toString()));
    m_redisPrefix->setText(qstr(redis.keyPrefix));
    setHttp(m_prometheus, profile.prometheus);
    setHttp(m_alertmanager, profile.alertmanager);
    setHttp(m_application, profile.application);
    const auto kubernetes = profile.kubernetes.value_or(config::KubernetesAccess{});
    m_kubernetesUsed->setChecked(profile.kubernetes.has_value());
    m_kubeconfig->setText(qstr(kubernetes.kubeconfig.string()));
    m_context->setText(qstr(kubernetes.context));
    m_nameSpace->setText(qstr(kubernetes.nameSpace));
    m_backupFolder->setText(qstr(profile.backups.folder.string()));
    m_backups = profile.backups;
    m_stateFolder = profile.stateFolder;
}

config::SecretReference ProfileForm::secret(const SecretReferenceField& field, FormRow& row)
{
    row.setError(field.problem());
    if (row.hasError() || field.reference().isEmpty())
        return {};
    auto reference = config::parseSecretReference(field.reference().toStdString());
    if (!reference)
        row.setError(translated(reference.error().message));
    return reference.value_or(config::SecretReference{});
}

std::optional<config::HttpAccess> ProfileForm::http(const HttpFields& fields)
{
    fields.urlRow->setError({});
    if (!fields.used->isChecked())
        return std::nullopt;
    config::HttpAccess access;
    access.url = text(fields.url);
    while (access.url.ends_with('/'))
        access.url.pop_back();
    if (!access.url.starts_with("http://") && !access.url.starts_with("https://"))
        fields.urlRow->setError(Tr::tr("A URL that begins with http:// or https:// is expected."));
    access.caFile = text(fields.caFile);
    return access;
}

std::optional<config::Profile> ProfileForm::profile()
{
    config::Profile made;
    made.name = text(m_name);
    const bool plainName = !made.name.empty() && made.name.find('/') == std::string::npos && made.name.front() != '.';
    m_nameRow->setError(plainName ? QString() : Tr::tr("A name without \"/\" that does not begin with a dot is expected."));
    made.tier = kTiers.at(static_cast<std::size_t>(m_tier->currentIndex()));
    if (m_postgresUsed->isChecked()) {
        made.postgres = config::PostgresAccess{text(m_postgresHost), static_cast<std::uint16_t>(m_postgresPort->value()),
            text(m_postgresDatabase), text(m_postgresUser), secret(*m_postgresPassword, *m_postgresPasswordRow), m_postgresSsl->currentText().toStdString()};
    }
    if (m_redisUsed->isChecked()) {
        made.redis = config::RedisAccess{text(m_redisHost), static_cast<std::uint16_t>(m_redisPort->value()), m_redisDatabase->value(),
            text(m_redisUser), secret(*m_redisPassword, *m_redisPasswordRow), text(m_redisPrefix)};
    }
    const auto withToken = [this](const HttpFields& fields) {
        auto access = http(fields);
        if (access)
            access->bearerToken = secret(*fields.token, *fields.tokenRow);
        return access;
    };
    made.prometheus = withToken(m_prometheus);
    made.alertmanager = withToken(m_alertmanager);
    made.application = withToken(m_application);
    if (m_kubernetesUsed->isChecked())
        made.kubernetes = config::KubernetesAccess{text(m_kubeconfig), text(m_context), text(m_nameSpace)};
    made.backups = m_backups;
    made.backups.folder = text(m_backupFolder);
    made.stateFolder = m_stateFolder;
    if (m_form->focusFirstError())
        return std::nullopt;
    return made;
}

} // namespace qbm::ui
