// SPDX-License-Identifier: GPL-3.0-or-later
//
// EngineAccess: the engine, loaded on a worker the first time somebody wants it, so that the window never
// waits.
//
// Work that needs it is queued and runs on that worker in order; its answer comes back on the GUI thread.
// Threads: GUI thread outside.
#pragma once

#include "app/engine/Engine.h"
#include "core/base/Result.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <mutex>

namespace attune::studio {

class EngineAccess : public QObject {
    Q_OBJECT
public:
    explicit EngineAccess(QObject* parent = nullptr);
    ~EngineAccess() override;

    // Calls `work` on the worker with the engine or the reason why there is none, then `done` on the GUI
    // thread unless `receiver` is gone by then.
    template <typename Answer>
    void ask(QObject* receiver, std::function<Result<Answer>(engine::Engine&)> work,
             std::function<void(Result<Answer>)> done) {
        run(receiver,
            [work = std::move(work), done = std::move(done)](
                const Result<std::shared_ptr<engine::Engine>>& engine) -> std::function<void()> {
                auto answer = std::make_shared<Result<Answer>>(engine ? guarded<Answer>(**engine, work)
                                                                      : Result<Answer>(fail(engine.error())));
                return [answer, done] { done(std::move(*answer)); };
            });
    }
    // The engine when it is loaded already; never waits.
    [[nodiscard]] std::shared_ptr<engine::Engine> loaded() const;
    [[nodiscard]] Error translateException(std::string context) const;

private:
    using Step = std::function<std::function<void()>(const Result<std::shared_ptr<engine::Engine>>&)>;
    void run(QObject* receiver, Step step);

    template <typename Answer>
    static Result<Answer> guarded(engine::Engine& engine,
                                  const std::function<Result<Answer>(engine::Engine&)>& work) {
        try {
            return work(engine);
        } catch (...) {
            return fail(engine.translateException({}));
        }
    }
    QThreadPool m_pool;         // one thread: answers come in the order of the questions
    mutable std::mutex m_mutex; // guards m_engine
    std::shared_ptr<engine::Engine> m_engine;
};

} // namespace attune::studio
