// SPDX-License-Identifier: GPL-3.0-or-later
//
// NCCL through its C interface. The library is the one that LibTorch's GPU part brings and has already
// opened.
//
// Every call is queued on the current stream, as the kernels before and after it are. NCCL itself waits for
// ever for a peer that died, so a queued call is watched here: after `timeout`, or when NCCL reports an
// error, the communicator is aborted and the caller gets an Error. Constants: ncclDataType_t and ncclRedOp_t
// of nccl.h (version 2).
#include "core/train/ProcessGroupBackends.h"

#include "core/base/Text.h"
#include "core/base/platform/Process.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/ATen.h>
#include <c10/core/DeviceGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <algorithm>
#include <thread>

namespace attune::train {

namespace {

constexpr int kSuccess = 0;
constexpr int kInProgress = 7;
constexpr int kSum = 0;

Result<int> ncclType(c10::ScalarType type) {
    switch (type) {
    case c10::kInt:
        return 2;
    case c10::kLong:
        return 4;
    case c10::kFloat:
        return 7;
    case c10::kDouble:
        return 8;
    default:
        return fail(ErrorCode::InvalidArgument, concat("NCCL cannot add up ", c10::toString(type)));
    }
}

// LibTorch before 2.10 cannot tell a stream's handle; its default stream is CUDA's own, the null handle.
template <typename Guard>
void* streamHandle(const Guard& guard, const c10::Stream& stream) {
    if constexpr (requires { guard.getStreamNativeHandle(stream); })
        return guard.getStreamNativeHandle(stream);
    else
        return nullptr;
}

class NcclProcessGroup final : public ProcessGroup {
public:
    NcclProcessGroup(NcclFunctions functions, ProcessGroupAddress address, c10::Device device,
                     std::chrono::seconds timeout, void* comm)
        : m_nccl(functions), m_address(std::move(address)), m_device(device), m_timeout(timeout),
          m_comm(comm) {}
    ~NcclProcessGroup() override {
        if (m_comm != nullptr) m_nccl.commDestroy(m_comm);
    }
    NcclProcessGroup(const NcclProcessGroup&) = delete;
    NcclProcessGroup& operator=(const NcclProcessGroup&) = delete;

    int rank() const noexcept override { return m_address.rank; }
    int size() const noexcept override { return m_address.size; }
    int localRank() const noexcept override { return m_address.localRank; }
    std::string description() const override { return concat(size(), " processes over NCCL"); }

    Result<void> sum(const std::vector<at::Tensor>& tensors) override {
        return collective(
            "adding up over all processes", tensors, [&](at::Tensor& buffer, int type, void* stream) {
                return m_nccl.allReduce(buffer.data_ptr(), buffer.data_ptr(),
                                        static_cast<std::size_t>(buffer.numel()), type, kSum, m_comm, stream);
            });
    }
    Result<void> broadcast(const std::vector<at::Tensor>& tensors) override {
        return collective("copying from process 0", tensors, [&](at::Tensor& buffer, int type, void* stream) {
            return m_nccl.broadcast(buffer.data_ptr(), buffer.data_ptr(),
                                    static_cast<std::size_t>(buffer.numel()), type, 0, m_comm, stream);
        });
    }
    Result<void> barrier() override {
        return tensor::guarded("waiting for all processes", [&]() -> Result<void> {
            return sum({at::zeros({1}, at::TensorOptions(m_device).dtype(c10::kFloat))});
        });
    }

private:
    template <typename Call>
    Result<void> collective(const char* what, const std::vector<at::Tensor>& tensors, Call&& call) {
        return tensor::guarded(
            concat(what, " (this is process ", rank(), " of ", size(), ")"), [&]() -> Result<void> {
                const c10::DeviceGuard onDevice(m_device);
                ATTUNE_CHECK(
                    inBuffers(tensors, [&](at::Tensor& buffer) { return onBuffer(what, buffer, call); }));
                return {};
            });
    }

    // A tensor elsewhere (numbers kept on the CPU) makes the trip to the GPU and back.
    template <typename Call>
    Result<void> onBuffer(const char* what, at::Tensor& buffer, Call& call) {
        if (m_comm == nullptr)
            return fail(ErrorCode::Internal,
                        "The connection to the other processes is closed after an error");
        ATTUNE_TRY(const int type, ncclType(buffer.scalar_type()));
        at::Tensor onDevice = buffer.to(m_device);
        const c10::impl::VirtualGuardImpl guard(m_device.type());
        const c10::Stream stream = guard.getStream(m_device);
        ATTUNE_CHECK(checked(what, call(onDevice, type, streamHandle(guard, stream))));
        ATTUNE_CHECK(watch(what, stream));
        if (!onDevice.is_same(buffer)) buffer.copy_(onDevice);
        return {};
    }

    Result<void> watch(const char* what, const c10::Stream& stream) {
        const auto deadline = std::chrono::steady_clock::now() + m_timeout;
        while (!stream.query()) {
            int state = kSuccess;
            m_nccl.commGetAsyncError(m_comm, &state);
            if (state != kSuccess && state != kInProgress)
                return abandon(concat(what, ": ", m_nccl.getErrorString(state)));
            if (std::chrono::steady_clock::now() > deadline)
                return abandon(
                    concat(what, ": no answer from another process for ", m_timeout.count(), " s"));
            std::this_thread::yield();
        }
        return {};
    }

    Result<void> checked(const char* what, int result) {
        if (result == kSuccess || result == kInProgress) return {};
        return abandon(concat(what, ": ", m_nccl.getErrorString(result)));
    }

    tl::unexpected<Error> abandon(std::string message) {
        m_nccl.commAbort(m_comm);
        m_comm = nullptr;
        return fail(ErrorCode::Internal, std::move(message), concat("process ", rank(), " of ", size()));
    }

    NcclFunctions m_nccl;
    ProcessGroupAddress m_address;
    c10::Device m_device;
    std::chrono::seconds m_timeout;
    void* m_comm; // null after an error
};

template <typename Function>
bool find(const platform::DynamicLibrary& library, const char* name, Function*& function) {
    function = library.function<Function>(name).value_or(nullptr);
    return function != nullptr;
}

} // namespace

Result<NcclFunctions> loadNccl() {
#ifdef _WIN32
    return fail(ErrorCode::DeviceUnavailable, "There is no NCCL for Windows");
#else
    auto library = platform::DynamicLibrary::open("libnccl.so.2");
    if (!library)
        return fail(ErrorCode::DeviceUnavailable, concat("NCCL cannot be loaded: ", library.error().message));
    NcclFunctions nccl;
    const bool complete = find(*library, "ncclGetUniqueId", nccl.getUniqueId) &&
                          find(*library, "ncclCommInitRank", nccl.commInitRank) &&
                          find(*library, "ncclCommAbort", nccl.commAbort) &&
                          find(*library, "ncclCommDestroy", nccl.commDestroy) &&
                          find(*library, "ncclCommGetAsyncError", nccl.commGetAsyncError) &&
                          find(*library, "ncclAllReduce", nccl.allReduce) &&
                          find(*library, "ncclBroadcast", nccl.broadcast) &&
                          find(*library, "ncclGetErrorString", nccl.getErrorString);
    if (!complete)
        return fail(ErrorCode::DeviceUnavailable, "This NCCL lacks functions of version 2.4", "libnccl.so.2");
    return nccl;
#endif
}

Result<std::unique_ptr<ProcessGroup>> joinNccl(const NcclFunctions& functions,
                                               const ProcessGroupAddress& address,
                                               const std::shared_ptr<RendezvousStore>& store,
                                               c10::Device device, std::chrono::seconds timeout) {
    NcclUniqueId id{};
    if (address.rank == 0) {
        if (const int result = functions.getUniqueId(&id); result != kSuccess)
            return fail(ErrorCode::Internal, concat("NCCL cannot start: ", functions.getErrorString(result)));
        ATTUNE_CHECK(store->set("attune/nccl-id",
                                std::vector<std::uint8_t>(std::begin(id.bytes), std::end(id.bytes))));
    } else {
        ATTUNE_TRY(const std::vector<std::uint8_t> bytes, store->get("attune/nccl-id"));
        if (bytes.size() != sizeof id.bytes) return fail(ErrorCode::Internal, "Process 0 sent no NCCL id");
        std::copy(bytes.begin(), bytes.end(), std::begin(id.bytes));
    }
    return tensor::guarded("connecting over NCCL", [&]() -> Result<std::unique_ptr<ProcessGroup>> {
        const c10::DeviceGuard onDevice(device);
        void* comm = nullptr;
        if (const int result = functions.commInitRank(&comm, address.size, id, address.rank);
            result != kSuccess)
            return fail(ErrorCode::DeviceUnavailable,
                        concat("NCCL cannot connect the GPUs: ", functions.getErrorString(result)),
                        concat("process ", address.rank, " of ", address.size),
                        "Set NCCL_DEBUG=INFO for its reasons.");
        return std::make_unique<NcclProcessGroup>(functions, address, device, timeout, comm);
    });
}

} // namespace attune::train
