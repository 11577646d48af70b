// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/form.h"

#include "widgets/theme/icons.h"
#include "widgets/theme/tr.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QTimer>

namespace qbm::widgets {

namespace {

constexpr int kSearchDelayMilliseconds = 150;

struct Scheme {
    const char* name;
    const char* example; ///< of what follows the colon
};
// As core/config resolves them; "none" and "pgpass" need nothing after the colon.
constexpr Scheme kSchemes[] = {
    {"", ""},
    {"env", "QBM_DB_PASSWORD"},
    {"file", "/etc/qbm/password"},
    {"keyring", "qbm/database"},
    {"pgpass", ""},
    {"kube-secret", "qbm-system/qbm-secrets/DB_PASSWORD"},
};

} // namespace

SearchField::SearchField(const QString& placeholder, QWidget* parent)
    : QLineEdit(parent)
    , m_ownPlaceholder(placeholder.isEmpty())
    , m_magnifier(addAction(icon(QStringLiteral("edit-find"), TextTone::Muted), QLineEdit::LeadingPosition))
    , m_delay(new QTimer(this))
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
    m_magnifier->setEnabled(true);
    m_delay->setSingleShot(true);
    m_delay->setInterval(kSearchDelayMilliseconds);
    connect(this, &QLineEdit::textChanged, m_delay, qOverload<>(&QTimer::start));
    connect(m_delay, &QTimer::timeout, this, [this] { Q_EMIT searched(text()); });
    retranslate();
}

bool SearchField::event(QEvent* event)
{
    // Esc ends the search before it closes a side panel.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape && !text().isEmpty()) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void SearchField::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        event->accept();
        return;
    }
    QLineEdit::keyPressEvent(event);
    if (enter && m_delay->isActive()) {
        m_delay->stop();
        Q_EMIT searched(text());
    }
}

void SearchField::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QLineEdit::changeEvent(event);
}

void SearchField::retranslate()
{
    if (!m_ownPlaceholder)
        return;
    setPlaceholderText(Tr::tr("Filter"));
    setAccessibleName(Tr::tr("Filter"));
}

SecretField::SecretField(QWidget* parent)
    : QLineEdit(parent)
    , m_eye(addAction(icon(QStringLiteral("view-visible"), TextTone::Secondary), QLineEdit::TrailingPosition))
{
    setEchoMode(QLineEdit::Password);
    setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    m_eye->setCheckable(true);
    connect(m_eye, &QAction::toggled, this, [this](bool shown) {
        setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
        retranslate();
    });
    // What was shown is hidden again as soon as the user is elsewhere.
    connect(this, &QLineEdit::editingFinished, this, [this] {
        if (!hasFocus())
            m_eye->setChecked(false);
    });
    retranslate();
}

SecretField::~SecretField()
{
    clear();
}

void SecretField::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QLineEdit::changeEvent(event);
}

void SecretField::retranslate()
{
    const QString what = m_eye->isChecked() ? Tr::tr("Hide") : Tr::tr("Show");
    m_eye->setText(what);
    m_eye->setToolTip(what);
}

SecretReferenceField::SecretReferenceField(QWidget* parent)
    : QWidget(parent)
    , m_scheme(new QComboBox)
    , m_rest(new QLineEdit)
{
    for (const Scheme& scheme : kSchemes)
        m_scheme->addItem(QString(), QString::fromLatin1(scheme.name));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(tokens::kSpaceS);
    row->addWidget(m_scheme);
    row->addWidget(m_rest, 1);
    setFocusProxy(m_scheme);
    m_rest->setFont(Theme::monoFont());
    connect(m_scheme, &QComboBox::currentIndexChanged, this, [this] {
        updateRest();
        Q_EMIT referenceChanged(reference());
    });
    connect(m_rest, &QLineEdit::textEdited, this, [this] { Q_EMIT referenceChanged(reference()); });
    retranslate();
    updateRest();
}

QString SecretReferenceField::reference() const
{
    const QString scheme = m_scheme->currentData().toString();
    const bool alone = scheme.isEmpty() || scheme == QLatin1String("pgpass");
    return alone ? scheme : scheme + QLatin1Char(':') + m_rest->text().trimmed();
}

void SecretReferenceField::setReference(const QString& reference)
{
    const qsizetype colon = reference.indexOf(QLatin1Char(':'));
    const QString scheme = colon < 0 ? reference : reference.left(colon);
    const int index = m_scheme->findData(scheme);
    m_scheme->setCurrentIndex(std::max(index, 0));
    m_rest->setText(index < 0 || colon < 0 ? QString() : reference.mid(colon + 1));
}

QString SecretReferenceField::problem() const
{
    const QString scheme = m_scheme->currentData().toString();
    const QString rest = m_rest->text().trimmed();
    if (scheme.isEmpty() || scheme == QLatin1String("pgpass"))
        return {};
    if (rest.isEmpty())
        return Tr::tr("Say where the secret is, for example %1.").arg(m_rest->placeholderText());
    if (scheme == QLatin1String("file") && !rest.startsWith(QLatin1Char('/')))
        return Tr::tr("The file needs an absolute path.");
    if (scheme == QLatin1String("kube-secret") && (rest.count(QLatin1Char('/')) != 2 || rest.split(QLatin1Char('/')).contains(QString())))
        return Tr::tr("A cluster secret is named NAMESPACE/NAME/KEY.");
    return {};
}

void SecretReferenceField::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void SecretReferenceField::retranslate()
{
    const QString words[] = {Tr::tr("None"), Tr::tr("Environment variable"), Tr::tr("File"), Tr::tr("Keyring"),
        Tr::tr("PostgreSQL password file"), Tr::tr("Cluster secret")};
    for (int i = 0; i < m_scheme->count(); ++i)
        m_scheme->setItemText(i, words[i]);
    m_scheme->setAccessibleName(Tr::tr("Where the secret is kept"));
    m_rest->setAccessibleName(Tr::tr("Place of the secret"));
}

void SecretReferenceField::updateRest()
{
    const Scheme& scheme = kSchemes[m_scheme->currentIndex()];
    m_rest->setPlaceholderText(QString::fromLatin1(scheme.example));
    m_rest->setVisible(scheme.example[0] != '\0');
}

} // namespace qbm::widgets
