"""What Mastodon.py sees of an account's statuses, as JSON: python read.py BASE < token"""

import json
import sys

from mastodon import Mastodon


def seen(client, status):
    """One status with what a reader can find out about it."""
    history = client.status_history(status.id) if status.edited_at else []
    return {
        "id": str(status.id),
        "content": status.content,
        "spoiler_text": status.spoiler_text,
        "sensitive": status.sensitive,
        "language": status.language,
        "visibility": status.visibility,
        "in_reply_to_id": str(status.in_reply_to_id) if status.in_reply_to_id else None,
        "alt": [medium.description for medium in status.media_attachments],
        "poll": [option.title for option in status.poll.options] if status.poll else None,
        "versions": [version.content for version in history],
    }


def main():
    client = Mastodon(
        api_base_url=sys.argv[1],
        access_token=sys.stdin.read().strip(),
        version_check_mode="none",
        request_timeout=20,
    )
    account = client.account_verify_credentials()
    statuses = client.account_statuses(account.id, limit=40)
    json.dump([seen(client, status) for status in statuses], sys.stdout)


if __name__ == "__main__":
    main()
