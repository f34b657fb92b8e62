// SPDX-License-Identifier: GPL-3.0-or-later
//
// Gloo and the TCP store, through LibTorch's c10d. See c10d/README.md for the headers behind
// ProcessGroupGloo.hpp.
#include "core/train/ProcessGroupBackends.h"

#include "core/base/Text.h"
#include "core/tensor/TorchErrors.h"

#ifndef USE_C10D_GLOO
#define USE_C10D_GLOO 1
#endif
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <cstdlib>

namespace attune::train {

namespace {

class C10dStore final : public RendezvousStore {
public:
    explicit C10dStore(c10::intrusive_ptr<c10d::Store> store) : m_store(std::move(store)) {}
    Result<void> set(const std::string& key, const std::vector<std::uint8_t>& value) override {
        return tensor::guarded("telling the other processes " + key, [&] { m_store->set(key, value); });
    }
    Result<std::vector<std::uint8_t>> get(const std::string& key) override {
        return tensor::guarded("waiting for " + key + " of process 0", [&] { return m_store->get(key); });
    }
    [[nodiscard]] const c10::intrusive_ptr<c10d::Store>& store() const noexcept { return m_store; }

private:
    c10::intrusive_ptr<c10d::Store> m_store;
};

class GlooProcessGroup final : public ProcessGroup {
public:
    GlooProcessGroup(ProcessGroupAddress address, c10::intrusive_ptr<c10d::ProcessGroupGloo> group)
        : m_address(std::move(address)), m_group(std::move(group)) {}

    int rank() const noexcept override { return m_address.rank; }
    int size() const noexcept override { return m_address.size; }
    int localRank() const noexcept override { return m_address.localRank; }
    std::string description() const override { return concat(size(), " processes over Gloo"); }

    Result<void> sum(const std::vector<at::Tensor>& tensors) override {
        return inBuffers(tensors, [&](at::Tensor& buffer) {
            return wait("adding up over all processes", [&] {
                std::vector<at::Tensor> one{buffer};
                return m_group->allreduce(one);
            });
        });
    }
    Result<void> broadcast(const std::vector<at::Tensor>& tensors) override {
        return inBuffers(tensors, [&](at::Tensor& buffer) {
            return wait("copying from process 0", [&] {
                std::vector<at::Tensor> one{buffer};
                return m_group->broadcast(one);
            });
        });
    }
    Result<void> barrier() override {
        return wait("waiting for all processes", [&] { return m_group->barrier(); });
    }

private:
    template <typename Start>
    Result<void> wait(const char* what, Start&& start) {
        auto done = tensor::guarded(what, [&] { start()->wait(); });
        if (done) return {};
        return fail(
            ErrorCode::Internal,
            concat("Another process of the run ended or cannot be reached (", done.error().message, ')'),
            concat(what, ", process ", rank(), " of ", size()),
            "See the output of the other processes, then resume the run.");
    }

    ProcessGroupAddress m_address;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> m_group;
};

bool isEnvironmentTrue(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr && toLowerAscii(value) == "true";
}

} // namespace

Result<std::shared_ptr<RendezvousStore>> joinStore(const ProcessGroupAddress& address,
                                                   std::chrono::seconds timeout) {
    const std::string place = concat(address.host, ':', address.port);
    auto store = tensor::guarded(place, [&]() -> std::shared_ptr<RendezvousStore> {
        // torchrun's agent serves a store of its own on this port and counts its restarts
        // (torch.distributed's env://).
        const bool agentServes = isEnvironmentTrue("TORCHELASTIC_USE_AGENT_STORE");
        c10d::TCPStoreOptions options;
        options.port = static_cast<std::uint16_t>(address.port);
        options.isServer = address.rank == 0 && !agentServes;
        options.numWorkers = static_cast<std::size_t>(address.size);
        options.waitWorkers = !agentServes;
        options.timeout = timeout;
        c10::intrusive_ptr<c10d::Store> raw = c10::make_intrusive<c10d::TCPStore>(address.host, options);
        if (agentServes) {
            const char* const attempt = std::getenv("TORCHELASTIC_RESTART_COUNT");
            raw = c10::make_intrusive<c10d::PrefixStore>(
                concat("/worker/attempt_", attempt == nullptr ? "0" : attempt), raw);
        }
        return std::make_shared<C10dStore>(std::move(raw));
    });
    if (store) return store;
    return fail(ErrorCode::DeviceUnavailable,
                concat("Process ", address.rank, " of ", address.size, " found nobody at ", place, ": ",
                       store.error().message),
                place, "Check MASTER_ADDR and MASTER_PORT, and that all processes are started.");
}

Result<std::unique_ptr<ProcessGroup>> joinGloo(const ProcessGroupAddress& address,
                                               const std::shared_ptr<RendezvousStore>& store,
                                               std::chrono::seconds timeout) {
    return tensor::guarded(
        concat("connecting ", address.size, " processes"), [&]() -> Result<std::unique_ptr<ProcessGroup>> {
            const auto shared = std::dynamic_pointer_cast<C10dStore>(store);
            if (!shared) return fail(ErrorCode::InvalidArgument, "Gloo needs the store of joinStore()");
            const auto options = c10d::ProcessGroupGloo::Options::create_default(timeout);
            auto group = c10::make_intrusive<c10d::ProcessGroupGloo>(shared->store(), address.rank,
                                                                     address.size, options);
            return std::make_unique<GlooProcessGroup>(address, std::move(group));
        });
}

} // namespace attune::train
