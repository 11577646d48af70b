// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/page_fixture.h"
#include "tests/ui/widget_walk.h"
#include "ui/page/connection/connection_dialog.h"
#include "ui/page/connection/profile_form.h"
#include "widgets/feedback/dialog.h"
#include "widgets/form/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <fstream>

using namespace qbm;
using namespace qbm::ui;
using tests::buttonNamed;
using tests::shows;
using widgets::SecretReferenceField;

namespace {

constexpr auto kSaveLabel = "Save and connect";
constexpr auto kTestLabel = "Test connection";

std::string contents(const std::filesystem::path& file)
{
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A dialog over its own configuration folder.
struct Fixture {
    QTemporaryDir folder;
    WorkerPool pool{2};
    QWidget window;
    fakes::Fakes fakes;
    std::optional<Error> refusal; ///< of the connection test
    QPointer<ConnectionDialog> dialog;

    Fixture()
    {
        qputenv("XDG_CONFIG_HOME", folder.path().toUtf8());
        window.resize(900, 700);
        window.show();
    }
    ~Fixture() { delete dialog; }
    void open(const std::filesystem::path& file = {})
    {
        dialog = ConnectionDialog::edit(pool, &window, file, [this](const config::Profile&, TaskContext&) -> Result<service::Services> {
            if (refusal)
                return fail(*refusal);
            return fakes.services(folder.path().toStdString());
        });
    }
    QAbstractButton* save() const { return buttonNamed(dialog, QString::fromLatin1(kSaveLabel)); }
    QAbstractButton* test() const { return buttonNamed(dialog, QString::fromLatin1(kTestLabel)); }
    /// The n-th field of that label.
    template <class Field>
    Field* field(const QString& label, int n = 0) const
    {
        for (widgets::FormRow* row : dialog->findChildren<widgets::FormRow*>()) {
            auto* found = qobject_cast<Field*>(row->field());
            if (found != nullptr && tests::accessibleName(found).startsWith(label) && n-- == 0)
                return found;
        }
        return nullptr;
    }
    QCheckBox* used(const QString& part) const { return qobject_cast<QCheckBox*>(named(part + QStringLiteral(": this system has it"))); }
    QWidget* named(const QString& name) const
    {
        for (auto* widget : dialog->findChildren<QWidget*>()) {
            if (widget->accessibleName() == name)
                return widget;
        }
        return nullptr;
    }
    std::filesystem::path profiles() const { return config::profilesFolder(); }
};

config::Profile fullProfile()
{
    config::Profile profile;
    profile.name = "qbm-staging";
    profile.tier = Tier::Staging;
    profile.postgres = config::PostgresAccess{"db.example.org", 5433, "qbm_ai_system", "ops", *config::parseSecretReference("env:QBM_DB_PASSWORD"), "require"};
    profile.redis = config::RedisAccess{"cache.example.org", 6380, 2, "console", *config::parseSecretReference("keyring:qbm/redis"), "qbm:"};
    profile.prometheus = config::HttpAccess{"https://metrics.example.org", *config::parseSecretReference("kube-secret:ops/metrics/token"), {}};
    profile.application = config::HttpAccess{"http://backend:8000", {}, {}};
    profile.kubernetes = config::KubernetesAccess{{}, "staging", "qbm-ai-system"};
    profile.backups.folder = "/var/backups/qbm";
    profile.backups.format = "directory";
    profile.backups.keep.weekly = 8;
    profile.backups.copies.push_back({.name = "nas", .folder = "/mnt/nas/qbm"});
    profile.stateFolder = "/var/lib/qbm-console";
    return profile;
}

} // namespace

class TstConnectionDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { tests::useTheme(qEnvironmentVariable("QBM_TEST_THEME") == QLatin1String("dark") ? widgets::ThemeChoice::Dark : widgets::ThemeChoice::Light); }

    void form_givesBackWhatItWasGiven()
    {
        ProfileForm form;
        form.setProfile(fullProfile());
        const auto back = form.profile();
        QVERIFY(back.has_value());
        QCOMPARE(*back, fullProfile());
    }

    void form_partsNotUsed_areLeftOut()
    {
        ProfileForm form;
        config::Profile bare;
        bare.name = "bare";
        bare.tier = Tier::Lab;
        form.setProfile(bare);
        QCOMPARE(form.profile(), std::optional(bare));
    }

    void form_secretForms_data()
    {
        QTest::addColumn<QString>("reference");
        QTest::addColumn<bool>("good");
        QTest::newRow("none") << QString() << true;
        QTest::newRow("env") << QStringLiteral("env:PGPASSWORD") << true;
        QTest::newRow("file") << QStringLiteral("file:/run/secrets/db") << true;
        QTest::newRow("keyring") << QStringLiteral("keyring:qbm/prod") << true;
        QTest::newRow("pgpass") << QStringLiteral("pgpass") << true;
        QTest::newRow("kube-secret") << QStringLiteral("kube-secret:ops/db/password") << true;
        QTest::newRow("env without a name") << QStringLiteral("env:") << false;
        QTest::newRow("kube-secret without its key") << QStringLiteral("kube-secret:ops/db") << false;
    }
    void form_secretForms()
    {
        QFETCH(QString, reference);
        QFETCH(bool, good);
        ProfileForm form;
        config::Profile profile = fullProfile();
        profile.postgres->password = {};
        form.setProfile(profile);
        form.findChildren<SecretReferenceField*>().front()->setReference(reference); // PostgreSQL's
        const auto back = form.profile();
        QCOMPARE(back.has_value(), good);
        if (good)
            QCOMPARE(QString::fromStdString(back->postgres->password.toString()), reference);
        else
            QVERIFY(std::ranges::any_of(form.findChildren<widgets::FormRow*>(), [](const widgets::FormRow* row) { return row->hasError(); }));
    }

    void newConnection_withoutAName_saysSoAtTheField()
    {
        Fixture fixture;
        fixture.open();
        fixture.save()->click();
        auto* name = fixture.field<QLineEdit>(QStringLiteral("Name"));
        QVERIFY(name);
        QVERIFY(shows(fixture.dialog, QStringLiteral("A name without \"/\"")));
        QCOMPARE(fixture.dialog->focusWidget(), name);
        QTest::qWait(50);
        QVERIFY(!std::filesystem::exists(fixture.profiles()));
        QVERIFY(fixture.dialog->isVisible());
        name->setText(QStringLiteral("../escape"));
        fixture.save()->click();
        QVERIFY(shows(fixture.dialog, QStringLiteral("A name without \"/\"")));
    }

    void badUrl_saysSoAtTheField()
    {
        Fixture fixture;
        fixture.open();
        fixture.field<QLineEdit>(QStringLiteral("Name"))->setText(QStringLiteral("lab"));
        fixture.used(QStringLiteral("Prometheus"))->setChecked(true);
        fixture.field<QLineEdit>(QStringLiteral("URL"))->setText(QStringLiteral("metrics:9090"));
        fixture.save()->click();
        QVERIFY(shows(fixture.dialog, QStringLiteral("A URL that begins with http:// or https:// is expected.")));
        QVERIFY(fixture.dialog->isVisible());
    }

    void save_writesANewProfileThatLoadsAgain()
    {
        Fixture fixture;
        fixture.open();
        QSignalSpy saved(fixture.dialog, &ConnectionDialog::saved);
        fixture.field<QLineEdit>(QStringLiteral("Name"))->setText(QStringLiteral("lab"));
        fixture.save()->click();
        QTRY_COMPARE(saved.count(), 1);
        const std::filesystem::path file = saved.front().front().toString().toStdString();
        QCOMPARE(file, fixture.profiles() / "lab.yaml");
        const auto loaded = config::loadProfile(file);
        QVERIFY(loaded.has_value());
        QCOMPARE(loaded->name, std::string("lab"));
        QCOMPARE(loaded->tier, Tier::Production); // what is not said is treated as dangerous
        QTRY_VERIFY(fixture.dialog.isNull());
    }

    void save_neverOverwritesAnotherProfile()
    {
        Fixture fixture;
        std::filesystem::create_directories(fixture.profiles());
        const auto file = fixture.profiles() / "lab.yaml";
        std::ofstream(file) << "name: lab\ntier: lab\n";
        fixture.open();
        fixture.field<QLineEdit>(QStringLiteral("Name"))->setText(QStringLiteral("lab"));
        fixture.save()->click();
        QTRY_VERIFY(shows(fixture.dialog, QStringLiteral("There is a profile")));
        QCOMPARE(contents(file), std::string("name: lab\ntier: lab\n"));
        QVERIFY(fixture.save()->isEnabled()); // with another name
    }

    void edit_loadsAndWritesBackToTheSameFile()
    {
        Fixture fixture;
        const std::filesystem::path file = fixture.folder.filePath(QStringLiteral("mine.yaml")).toStdString();
        QVERIFY(config::saveProfile(fullProfile(), file).has_value());
        fixture.open(file);
        QVERIFY(!fixture.save()->isEnabled()); // not before it is read
        QTRY_VERIFY(fixture.save()->isEnabled());
        QCOMPARE(fixture.field<QLineEdit>(QStringLiteral("Host"))->text(), QStringLiteral("db.example.org"));
        fixture.field<QLineEdit>(QStringLiteral("Host"))->setText(QStringLiteral("db2.example.org"));
        QSignalSpy saved(fixture.dialog, &ConnectionDialog::saved);
        fixture.save()->click();
        QTRY_COMPARE(saved.count(), 1);
        auto expected = fullProfile();
        expected.postgres->host = "db2.example.org";
        QCOMPARE(config::loadProfile(file).value(), expected);
    }

    void edit_brokenFile_saysWhereAndCannotBeSaved()
    {
        Fixture fixture;
        const std::filesystem::path file = fixture.folder.filePath(QStringLiteral("broken.yaml")).toStdString();
        std::ofstream(file) << "name: lab\ntier: lab\npostgres: {port: abc}\n";
        fixture.open(file);
        QTRY_VERIFY(shows(fixture.dialog, QStringLiteral("broken.yaml:3")));
        QVERIFY(!fixture.save()->isEnabled());
    }

    void test_showsEveryPartWithItsState()
    {
        Fixture fixture;
        fixture.fakes.health->answer = [](TaskContext&) { return fakes::troubledOverview(); };
        fixture.open();
        fixture.field<QLineEdit>(QStringLiteral("Name"))->setText(QStringLiteral("lab"));
        QSignalSpy tested(fixture.dialog, &ConnectionDialog::tested);
        fixture.test()->click();
        QTRY_COMPARE(tested.count(), 1);
        for (const char* text : {"PostgreSQL", "Redis", "Alertmanager"})
            QVERIFY2(shows(fixture.dialog, QString::fromLatin1(text)), text);
        QVERIFY(fixture.test()->isEnabled());
        if (!qEnvironmentVariableIsEmpty("QBM_TEST_PICTURES")) {
            QTest::qWait(200);
            fixture.dialog->grab().save(qEnvironmentVariable("QBM_TEST_PICTURES") + QStringLiteral("/connection-tested.png"));
        }
    }

    void test_failure_saysWhyAndCanBeRepeated()
    {
        Fixture fixture;
        fixture.refusal = Error{ErrorKind::NotFound, text("The environment variable QBM_DB_PASSWORD is not set."), {}, {}};
        fixture.open();
        fixture.field<QLineEdit>(QStringLiteral("Name"))->setText(QStringLiteral("lab"));
        fixture.test()->click();
        QTRY_VERIFY(shows(fixture.dialog, QStringLiteral("QBM_DB_PASSWORD is not set")));
        QTRY_VERIFY(fixture.test() && fixture.test()->isEnabled());
    }

    void everyControl_hasANameAndIsReachable()
    {
        Fixture fixture;
        fixture.open();
        fixture.dialog->form()->setProfile(fullProfile());
        QCOMPARE(tests::unnamed(fixture.dialog).join(QLatin1Char('\n')), QString());
        QCOMPARE(tests::unreachable(fixture.dialog).join(QLatin1Char('\n')), QString());
        if (!qEnvironmentVariableIsEmpty("QBM_TEST_PICTURES")) {
            QTest::qWait(200);
            fixture.dialog->grab().save(qEnvironmentVariable("QBM_TEST_PICTURES") + QStringLiteral("/connection.png"));
        }
    }
};

QTEST_MAIN(TstConnectionDialog)
#include "tst_connection_dialog.moc"
