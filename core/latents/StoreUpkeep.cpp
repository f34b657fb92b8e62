// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/latents/StoreUpkeep.h"

#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/latents/ShardStore.h"

#include <algorithm>
#include <vector>

namespace attune::latents {

namespace fs = std::filesystem;

namespace {

struct Shards {
    std::int64_t count{0};
    std::int64_t bytes{0};
};

Shards shardsIn(const fs::path& store) {
    Shards shards;
    std::error_code error;
    for (auto it = fs::directory_iterator(store, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        if (it->path().extension() != ".shard") continue;
        std::error_code ignored;
        const auto bytes = it->file_size(ignored);
        if (ignored) continue;
        ++shards.count;
        shards.bytes += static_cast<std::int64_t>(bytes);
    }
    return shards;
}

std::vector<fs::path> storesBelow(const fs::path& folder) {
    std::vector<fs::path> stores;
    std::error_code error;
    for (auto it =
             fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, error);
         !error && it != fs::recursive_directory_iterator(); it.increment(error))
        if (it->path().filename() == "store.json") stores.push_back(it->path().parent_path());
    std::sort(stores.begin(), stores.end());
    return stores;
}

Result<std::unique_ptr<ShardStore>> openAsItIs(const fs::path& folder) {
    ATTUNE_TRY(const config::Json document, config::readJsonFile(folder / "store.json"));
    const config::JsonView view(document, utf8FromPath(folder / "store.json"));
    ATTUNE_TRY(const config::JsonView identity, view.at("identity"));
    return ShardStore::open(folder, identity.value());
}

} // namespace

Result<UpkeepReport> compactStoresBelow(const fs::path& folder, const ProgressSink& progress,
                                        const Cancellation& cancellation) {
    UpkeepReport report;
    const std::vector<fs::path> stores = storesBelow(folder);
    for (const fs::path& place : stores) {
        ATTUNE_CHECK(cancellation.check("Putting stores in order"));
        if (progress)
            progress({"Putting in order", report.stores, static_cast<std::int64_t>(stores.size()), "stores",
                      utf8FromPath(place.filename())});
        const auto store = openAsItIs(place);
        if (!store) {
            log::warning(concat("A store is left as it is: ", store.error().describe()));
            continue;
        }
        const Shards before = shardsIn(place);
        ATTUNE_CHECK((*store)->compact(cancellation));
        const Shards after = shardsIn(place);
        ++report.stores;
        report.shardsBefore += before.count;
        report.shardsAfter += after.count;
        report.bytesBefore += before.bytes;
        report.bytesAfter += after.bytes;
    }
    return report;
}

} // namespace attune::latents
