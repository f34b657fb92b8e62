// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessGroup: the few collective operations that data-parallel training needs, over one process or many.
//
// Processes find each other through MASTER_ADDR, MASTER_PORT, RANK, WORLD_SIZE and LOCAL_RANK, as torchrun,
// SLURM and mpirun wrappers set them. Behind it: LibTorch's c10d with Gloo (processors, and GPUs through host
// memory) and NCCL (GPUs). Every process calls the same operations in the same order; a dead peer ends as an
// error, not a hang.
//
// Threads: one owner. Errors of the collective operations: Internal with the rank and the library's words.
#pragma once

#include "core/base/Result.h"

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace attune::train {

class ProcessGroup {
public:
    virtual ~ProcessGroup() = default;

    [[nodiscard]] virtual int rank() const noexcept = 0; // 0 writes files and reports
    [[nodiscard]] virtual int size() const noexcept = 0;
    [[nodiscard]] virtual int localRank() const noexcept = 0;  // which GPU of this machine
    [[nodiscard]] virtual std::string description() const = 0; // "alone", "2 processes over gloo"

    // Sums in place over all processes; every process ends with the same bits. Tensors of one floating or
    // integer type each, dense, on one device.
    [[nodiscard]] virtual Result<void> sum(const std::vector<at::Tensor>& tensors) = 0;
    // Copies from process 0 in place.
    [[nodiscard]] virtual Result<void> broadcast(const std::vector<at::Tensor>& tensors) = 0;
    [[nodiscard]] virtual Result<void> barrier() = 0;

    [[nodiscard]] bool isMain() const noexcept { return rank() == 0; }
};

// What the environment says. Absent variables mean alone.
struct ProcessGroupAddress {
    std::string host{"127.0.0.1"};
    int port{29500};
    int rank{0};
    int size{1};
    int localRank{0};
};
// Errors: InvalidConfig for values that are no numbers or contradict each other, naming the variable.
[[nodiscard]] Result<ProcessGroupAddress> processGroupAddressFromEnvironment();

[[nodiscard]] std::unique_ptr<ProcessGroup> aloneProcessGroup();

enum class CollectiveLibrary {
    Automatic, // NCCL for GPUs where it can be loaded, else Gloo
    Gloo,
    Nccl
};

// How long a process that has joined is waited for: process 0 renders demos, writes checkpoints and may wait
// for disk space meanwhile. One that died is noticed at once by its connection.
inline constexpr std::chrono::seconds kLongestAnswer = std::chrono::hours(24);

// Joins the others and waits for them to appear, `timeout` at most. Size 1 gives the alone group without any
// network. `device`: where the tensors will be. Errors: DeviceUnavailable, Internal with the address that did
// not answer.
[[nodiscard]] Result<std::unique_ptr<ProcessGroup>>
joinProcessGroup(const ProcessGroupAddress& address, c10::Device device,
                 CollectiveLibrary library = CollectiveLibrary::Automatic,
                 std::chrono::seconds timeout = std::chrono::seconds(300));

} // namespace attune::train
