// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/EngineAccess.h"

#include "app/engine/EngineLoader.h"

#include <QCoreApplication>
#include <QPointer>

namespace attune::studio {

EngineAccess::EngineAccess(QObject* parent) : QObject(parent) {
    m_pool.setMaxThreadCount(1);
}

EngineAccess::~EngineAccess() {
    m_pool.waitForDone();
}

void EngineAccess::run(QObject* receiver, Step step) {
    const QPointer<QObject> guard(receiver);
    m_pool.start([this, guard, step = std::move(step)] {
        const auto engine = engine::loadEngine();
        if (engine) {
            const std::scoped_lock lock(m_mutex);
            m_engine = *engine;
        }
        std::function<void()> answer = step(engine);
        QMetaObject::invokeMethod(
            qApp,
            [guard, answer = std::move(answer)] {
                if (!guard.isNull()) answer();
            },
            Qt::QueuedConnection);
    });
}

std::shared_ptr<engine::Engine> EngineAccess::loaded() const {
    const std::scoped_lock lock(m_mutex);
    return m_engine;
}

Error EngineAccess::translateException(std::string context) const {
    const std::shared_ptr<engine::Engine> engine = loaded();
    return engine ? engine->translateException(std::move(context))
                  : errorFromCurrentException(std::move(context));
}

} // namespace attune::studio
