import re
def get_custom_metadata(info, audio):
    # c
    return {'prompt': re.sub(r'[^0-9a-zA-Z]+', ' ', info['relpath']).strip()}
