// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/ProcessGroup.h"

#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/train/ProcessGroupBackends.h"

#include <charconv>
#include <cstdlib>
#include <optional>

namespace attune::train {

namespace {

class AloneProcessGroup final : public ProcessGroup {
public:
    int rank() const noexcept override { return 0; }
    int size() const noexcept override { return 1; }
    int localRank() const noexcept override { return 0; }
    std::string description() const override { return "alone"; }
    Result<void> sum(const std::vector<at::Tensor>&) override { return {}; }
    Result<void> broadcast(const std::vector<at::Tensor>&) override { return {}; }
    Result<void> barrier() override { return {}; }
};

std::optional<std::string> environmentText(const char* name) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') return std::nullopt;
    return std::string(value);
}

Result<int> environmentNumber(const char* name, int fallback, int minimum, int maximum) {
    const auto text = environmentText(name);
    if (!text) return fallback;
    int value = 0;
    const auto [stop, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || stop != text->data() + text->size() || value < minimum || value > maximum)
        return fail(
            ErrorCode::InvalidConfig, concat("The environment variable ", name, " is \"", *text, '"'), name,
            concat("It should be a number from ", minimum, " to ", maximum, ", as torchrun sets it."));
    return value;
}

} // namespace

Result<ProcessGroupAddress> processGroupAddressFromEnvironment() {
    ProcessGroupAddress address;
    constexpr int kMost = 1 << 20;
    ATTUNE_TRY(address.size, environmentNumber("WORLD_SIZE", 1, 1, kMost));
    ATTUNE_TRY(address.rank, environmentNumber("RANK", 0, 0, kMost));
    ATTUNE_TRY(address.localRank, environmentNumber("LOCAL_RANK", address.rank, 0, kMost));
    ATTUNE_TRY(address.port, environmentNumber("MASTER_PORT", address.port, 1, 65535));
    if (const auto host = environmentText("MASTER_ADDR")) address.host = *host;
    if (address.rank >= address.size)
        return fail(ErrorCode::InvalidConfig,
                    concat("RANK is ", address.rank, ", but WORLD_SIZE is ", address.size), "RANK",
                    "Ranks count from 0 to WORLD_SIZE - 1.");
    if (address.size > 1 && !environmentText("RANK"))
        return fail(ErrorCode::InvalidConfig, "WORLD_SIZE is set, but RANK is not", "RANK",
                    "Start the processes with torchrun, or set both.");
    if (address.size > 1 && !environmentText("MASTER_ADDR"))
        return fail(ErrorCode::InvalidConfig, "WORLD_SIZE is set, but MASTER_ADDR is not", "MASTER_ADDR",
                    "Set it to the address of the machine of process 0.");
    return address;
}

std::unique_ptr<ProcessGroup> aloneProcessGroup() {
    return std::make_unique<AloneProcessGroup>();
}

Result<std::unique_ptr<ProcessGroup>> joinProcessGroup(const ProcessGroupAddress& address, c10::Device device,
                                                       CollectiveLibrary library,
                                                       std::chrono::seconds timeout) {
    if (address.size <= 1) return aloneProcessGroup();
    ATTUNE_TRY(auto store, joinStore(address, timeout));
    const bool wantsNccl =
        library == CollectiveLibrary::Nccl || (library == CollectiveLibrary::Automatic && device.is_cuda());
    if (wantsNccl) {
        if (auto functions = loadNccl())
            return joinNccl(*functions, address, store, device, kLongestAnswer);
        else if (library == CollectiveLibrary::Nccl)
            return fail(std::move(functions).error());
        // Every process must decide alike, and does so when all run the same installation.
        log::warnOnce("NCCL cannot be loaded, so gradients go through main memory (Gloo), which is slower.");
    }
    return joinGloo(address, store, kLongestAnswer);
}

} // namespace attune::train
