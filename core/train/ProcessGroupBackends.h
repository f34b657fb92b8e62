// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessGroupBackends: the two libraries behind ProcessGroup, for ProcessGroup.cpp and the tests.
//
// Gloo is used through LibTorch's c10d. NCCL is used through its C interface, which has not changed since
// version 2: LibTorch's own wrapper of it cannot be compiled without a CUDA toolkit, and its GPU part is
// opened at run time only.
#pragma once

#include "core/train/ProcessGroup.h"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace attune::train {

// What the processes tell each other before collectives work: c10d's TCP key-value store.
class RendezvousStore {
public:
    virtual ~RendezvousStore() = default;
    [[nodiscard]] virtual Result<void> set(const std::string& key,
                                           const std::vector<std::uint8_t>& value) = 0;
    // Waits for the key. Errors: Internal when it does not appear in time.
    [[nodiscard]] virtual Result<std::vector<std::uint8_t>> get(const std::string& key) = 0;
};

// Process 0 serves the store, unless torchrun's agent already does.
[[nodiscard]] Result<std::shared_ptr<RendezvousStore>> joinStore(const ProcessGroupAddress& address,
                                                                 std::chrono::seconds timeout);
// `store` comes from joinStore.
[[nodiscard]] Result<std::unique_ptr<ProcessGroup>> joinGloo(const ProcessGroupAddress& address,
                                                             const std::shared_ptr<RendezvousStore>& store,
                                                             std::chrono::seconds timeout);

// The functions of nccl.h that we call; ncclResult_t and the enums are ints there.
struct NcclUniqueId {
    char bytes[128];
};
struct NcclFunctions {
    int (*getUniqueId)(NcclUniqueId* id){nullptr};
    int (*commInitRank)(void** comm, int size, NcclUniqueId id, int rank){nullptr};
    int (*commAbort)(void* comm){nullptr};
    int (*commDestroy)(void* comm){nullptr};
    int (*commGetAsyncError)(void* comm, int* result){nullptr};
    int (*allReduce)(const void* send, void* receive, std::size_t count, int type, int operation, void* comm,
                     void* stream){nullptr};
    int (*broadcast)(const void* send, void* receive, std::size_t count, int type, int root, void* comm,
                     void* stream){nullptr};
    const char* (*getErrorString)(int result){nullptr};
};
// Errors: DeviceUnavailable when the library or one of its functions is not there.
[[nodiscard]] Result<NcclFunctions> loadNccl();
[[nodiscard]] Result<std::unique_ptr<ProcessGroup>>
joinNccl(const NcclFunctions& functions, const ProcessGroupAddress& address,
         const std::shared_ptr<RendezvousStore>& store, c10::Device device, std::chrono::seconds timeout);

// Calls `collective` on buffers of one type and device that hold the tensors one after the other, and writes
// the results back. Half precision travels as float32, so that sums are rounded once. Buffers hold 64 MiB at
// most, except for a single larger tensor.
[[nodiscard]] Result<void> inBuffers(const std::vector<at::Tensor>& tensors,
                                     const std::function<Result<void>(at::Tensor& buffer)>& collective);

} // namespace attune::train
