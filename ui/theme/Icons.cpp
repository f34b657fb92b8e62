// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/Icons.h"

#include "ui/theme/Theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <optional>

namespace attune::ui {

namespace {

class ThemedSvgEngine final : public QIconEngine {
public:
    ThemedSvgEngine(QString name, std::optional<ColorRole> role) : m_name(std::move(name)), m_role(role) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        painter->drawPixmap(rect,
                            rendered(rect.size() * painter->device()->devicePixelRatioF(), mode, state));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return rendered(size, mode, state);
    }
    QIconEngine* clone() const override { return new ThemedSvgEngine(m_name, m_role); }

private:
    QColor color(QIcon::Mode mode, QIcon::State state) const {
        const Theme& theme = Theme::instance();
        if (mode == QIcon::Disabled) return disabledTextOf(theme.scheme());
        if (m_role) return theme.color(*m_role);
        return theme.color(state == QIcon::On || mode == QIcon::Selected ? ColorRole::Accent
                                                                         : ColorRole::Text2);
    }

    QPixmap rendered(const QSize& pixels, QIcon::Mode mode, QIcon::State state) const {
        const QColor ink = color(mode, state);
        const QString key = QStringLiteral("icon/%1/%2/%3x%4")
                                .arg(m_name, ink.name())
                                .arg(pixels.width())
                                .arg(pixels.height());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap)) return pixmap;
        QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
        if (!file.open(QIODevice::ReadOnly)) return pixmap;
        QSvgRenderer renderer(file.readAll().replace("currentColor", ink.name().toUtf8()));
        pixmap = QPixmap(pixels);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        renderer.render(&painter);
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    QString m_name;
    std::optional<ColorRole> m_role;
};

class SwatchEngine final : public QIconEngine {
public:
    explicit SwatchEngine(ColorRole role) : m_role(role) {}
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State) override {
        painter->fillRect(QRectF(rect.left(), rect.center().y() - 1, rect.width(), 3),
                          Theme::instance().color(m_role));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new SwatchEngine(m_role); }

private:
    ColorRole m_role;
};

} // namespace

QIcon swatchIcon(ColorRole role) {
    return QIcon(new SwatchEngine(role));
}

QIcon themedIcon(const QString& name) {
    return QIcon(new ThemedSvgEngine(name, std::nullopt));
}

QIcon themedIcon(const QString& name, ColorRole role) {
    return QIcon(new ThemedSvgEngine(name, role));
}

} // namespace attune::ui
